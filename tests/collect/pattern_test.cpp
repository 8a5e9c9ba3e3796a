#include "collect/pattern.hpp"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::HasSubstr;

bool matches(std::string_view pattern, std::string_view path) {
  const Result<Pattern> compiled = Pattern::create(pattern, "/home/a*b", "/work/[x]");
  EXPECT_TRUE(compiled) << pattern << ": " << compiled.error().what;
  return compiled && compiled->matches(path);
}

TEST(Pattern, AbsoluteOnesAreTakenAsTheyAre) {
  EXPECT_TRUE(matches("/tmp/a.json", "/tmp/a.json"));
  EXPECT_FALSE(matches("/tmp/a.json", "/tmp/a_json"));
  EXPECT_FALSE(matches("/tmp/a.json", "/tmp/a.json.bak"));
  EXPECT_FALSE(matches("/tmp/a.json", "/x/tmp/a.json"));
}

TEST(Pattern, RelativeOnesAreBelowTheWorkingDirectoryWhateverItsName) {
  EXPECT_TRUE(matches("out/a.json", "/work/[x]/out/a.json"));
  EXPECT_FALSE(matches("out/a.json", "/work/x/out/a.json"));
  EXPECT_TRUE(matches("./out//a.json", "/work/[x]/out/a.json"));
  EXPECT_TRUE(matches("../a.json", "/work/a.json"));
  EXPECT_TRUE(matches("../../../a.json", "/a.json"));
}

TEST(Pattern, TildeIsHomeOnlyInFront) {
  EXPECT_TRUE(matches("~/a", "/home/a*b/a"));
  EXPECT_FALSE(matches("~/a", "/home/axb/a"));
  EXPECT_TRUE(matches("/tmp/~/a", "/tmp/~/a"));
  EXPECT_TRUE(matches("~x/a", "/work/[x]/~x/a"));
  EXPECT_TRUE(matches("\\~/a", "/work/[x]/~/a"));
}

TEST(Pattern, StarAndQuestionMarkStayInTheirDirectory) {
  EXPECT_TRUE(matches("/tmp/test_*.json", "/tmp/test_.json"));
  EXPECT_TRUE(matches("/tmp/test_*.json", "/tmp/test_a.json.json"));
  EXPECT_FALSE(matches("/tmp/test_*.json", "/tmp/test_a/b.json"));
  EXPECT_TRUE(matches("/tmp/*", "/tmp/.hidden"));
  EXPECT_TRUE(matches("/*/*/c", "/a/b/c"));
  EXPECT_FALSE(matches("/*/c", "/a/b/c"));
  EXPECT_TRUE(matches("/a?c", "/abc"));
  EXPECT_FALSE(matches("/a?c", "/ac"));
  EXPECT_FALSE(matches("/a?c", "/a/c"));
  EXPECT_TRUE(matches("/*ab*ab", "/abxabab"));
}

TEST(Pattern, SetsHaveRangesAndOutsides) {
  EXPECT_TRUE(matches("/[a-cx]1", "/b1"));
  EXPECT_TRUE(matches("/[a-cx]1", "/x1"));
  EXPECT_FALSE(matches("/[a-cx]1", "/d1"));
  EXPECT_TRUE(matches("/[!a-c]1", "/d1"));
  EXPECT_TRUE(matches("/[^a-c]1", "/d1"));
  EXPECT_FALSE(matches("/[!a-c]1", "/b1"));
  EXPECT_FALSE(matches("/a[!x]b", "/a/b"));
  EXPECT_TRUE(matches("/[]-]", "/]"));
  EXPECT_TRUE(matches("/[]-]", "/-"));
  EXPECT_TRUE(matches("/[\\]x]", "/]"));
  EXPECT_TRUE(matches("/[\x80-\xff]", "/\xfe"));
}

TEST(Pattern, DoubleStarCrossesDirectories) {
  EXPECT_TRUE(matches("/a/**/c", "/a/c"));
  EXPECT_TRUE(matches("/a/**/c", "/a/b/c"));
  EXPECT_TRUE(matches("/a/**/c", "/a/b/b/c"));
  EXPECT_FALSE(matches("/a/**/c", "/a/bc"));
  EXPECT_FALSE(matches("/a/**/c", "/ac"));
  EXPECT_TRUE(matches("/a/**", "/a/b/c"));
  EXPECT_FALSE(matches("/a/**", "/a"));
  EXPECT_TRUE(matches("/a**.json", "/ab/c.json"));
  EXPECT_TRUE(matches("data/**/x-*.json", "/work/[x]/data/p/x-q/x-1.json"));
  EXPECT_TRUE(matches("/**/b/*/d", "/a/b/c/b/c/d"));
  EXPECT_FALSE(matches("/**/b/*/d", "/a/b/c/b/c/e"));
  EXPECT_TRUE(matches("/**/**/c", "/c"));
  EXPECT_TRUE(matches("/**/a*b", "/a/x/ab/a1b"));
}

TEST(Pattern, BackslashTakesTheNextByteAsItIs) {
  EXPECT_TRUE(matches("/a\\*b", "/a*b"));
  EXPECT_FALSE(matches("/a\\*b", "/axb"));
  EXPECT_TRUE(matches("/a\\[b\\?\\\\", "/a[b?\\"));
}

TEST(Pattern, MatchesBytes) {
  EXPECT_TRUE(matches("/tmp/*.json", "/tmp/\xff\n.json"));
  EXPECT_TRUE(matches("/tmp/?.json", "/tmp/\n.json"));
  EXPECT_TRUE(matches("/tmp/\xc3\xa4", "/tmp/\xc3\xa4"));
}

TEST(Pattern, KnowsWhereMatchesLie) {
  const auto made = [](std::string_view text) {
    return Pattern::create(text, "/home/u", "/work/[x]").value();
  };
  EXPECT_EQ(made("a/b").base(), "/work/[x]/a/b");
  EXPECT_EQ(made("a/b*/c").base(), "/work/[x]/a");
  EXPECT_EQ(made("a/**").base(), "/work/[x]/a");
  EXPECT_EQ(made("**/a").base(), "/work/[x]");
  EXPECT_EQ(made("/*").base(), "/");
  EXPECT_EQ(made("a/*.[ch]").slashes(), 4U);
  EXPECT_EQ(made("a/**").slashes(), std::nullopt);
  EXPECT_EQ(made("a/**/b").slashes(), std::nullopt);
}

TEST(Pattern, RefusesWhatHasNoMeaning) {
  for (const std::string_view text : {"", "/a[b", "/a[]", "/a\\", "/**/../a"}) {
    const Result<Pattern> pattern = Pattern::create(text, "/home/u", "/w");
    ASSERT_FALSE(pattern) << text;
    EXPECT_EQ(pattern.error().phase, Phase::usage);
    EXPECT_THAT(pattern.error().what, HasSubstr(text));
  }
}

TEST(Pattern, ManyStarsCostNoMoreThanTheirNumber) {
  std::string stars = "/";
  for (int i = 0; i < 40; ++i) stars += "*a**a";
  const std::string path = "/" + std::string(250, 'a') + "/" + std::string(250, 'a') + "b";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(matches(stars, path));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

}  // namespace
}  // namespace isorun
