#include "schedule/filter.hpp"

#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const Subject subject{.name = "Parser/Text.Reads two/1",
                      .suite = "Text",
                      .file = "tests/net/text_test.cpp",
                      .has_failed = true,
                      .duration = 700ms};

bool selects(std::string_view text, const Subject& of = subject) {
  const Result<Filter> filter = Filter::parse(text, "--filter");
  EXPECT_TRUE(filter.has_value()) << (filter ? "" : filter.error().what);
  return filter && filter->selects(of);
}

std::string complaint(std::string_view text) {
  const Result<Filter> filter = Filter::parse(text, "--filter");
  if (filter) return "good";
  EXPECT_EQ(filter.error().phase, Phase::usage);
  return filter.error().what;
}

TEST(Filter, AWordIsAPartOfTheName) {
  EXPECT_TRUE(selects("Text"));
  EXPECT_TRUE(selects("  Parser/Text.Reads\t"));
  EXPECT_FALSE(selects("text")) << "case counts";
  EXPECT_FALSE(selects("net")) << "that is the file's";
}

TEST(Filter, AQuotedStringMayHoldAnything) {
  EXPECT_TRUE(selects("\"Reads two\""));
  EXPECT_TRUE(selects("'Reads two/1'"));
  EXPECT_FALSE(selects("'Reads  two'"));
  EXPECT_FALSE(selects("\"R*\"")) << "and means itself";
  EXPECT_TRUE(selects(R"("say \"not\" \\ 'or'")", {.name = R"(I say "not" \ 'or')"}));
  EXPECT_TRUE(selects("'and'", {.name = "land"}));
}

TEST(Filter, AWordWithAStarOrAQuestionMarkIsAPatternOfAllOfIt) {
  EXPECT_TRUE(selects("Parser/*"));
  EXPECT_TRUE(selects("*/1"));
  EXPECT_TRUE(selects("*Text.Reads?two*"));
  EXPECT_FALSE(selects("Text*"));
  EXPECT_FALSE(selects("*/"));
  EXPECT_TRUE(selects("a*b*c", {.name = "abbbcbc"}));
  EXPECT_FALSE(selects("a*b*c", {.name = "abbbcb"}));
  EXPECT_TRUE(selects("?", {.name = "x"}));
  EXPECT_FALSE(selects("?", {.name = ""}));
}

TEST(Filter, EqualsIsAllOfTheName) {
  EXPECT_TRUE(selects("='Parser/Text.Reads two/1'"));
  EXPECT_FALSE(selects("=Text"));
  EXPECT_TRUE(selects("=a*b", {.name = "a*b"}));
  EXPECT_FALSE(selects("=a*b", {.name = "axb"}));
}

TEST(Filter, ATildeIsAPartWhateverItsBytes) {
  EXPECT_TRUE(selects("~a*", {.name = "xa*y"}));
  EXPECT_FALSE(selects("~a*", {.name = "abc"}));
  EXPECT_TRUE(selects("~=a", {.name = "x=a"}));
}

TEST(Filter, ARegularExpressionIsFoundInIt) {
  EXPECT_TRUE(selects("/^Parser.*\\d$/"));
  EXPECT_FALSE(selects("/^Text/"));
  EXPECT_TRUE(selects("/r\\/T/"));
  EXPECT_TRUE(selects("/PARSER/i"));
  EXPECT_FALSE(selects("/PARSER/"));
  EXPECT_TRUE(selects("/Reads (two|three)/ and Text")) << "blanks and brackets are its own";
}

TEST(Filter, PredicatesSayWhatToMatch) {
  EXPECT_TRUE(selects("suite(=Text)"));
  EXPECT_FALSE(selects("suite(Parser)"));
  EXPECT_TRUE(selects("file(net/)"));
  EXPECT_TRUE(selects("file( *_test.cpp )"));
  EXPECT_TRUE(selects("name(Parser)"));
  EXPECT_TRUE(selects("test(/two/)"));
  EXPECT_FALSE(selects("name(net)"));
}

TEST(Filter, HistorySaysWhatFailedAndHowLongItTook) {
  EXPECT_TRUE(selects("failed()"));
  EXPECT_FALSE(selects("failed( )", {.name = "x"}));
  EXPECT_TRUE(selects("time(>500ms)"));
  EXPECT_FALSE(selects("time(>700ms)"));
  EXPECT_TRUE(selects("time(>=700ms) and time(<=0.7s) and time(<1)"));
  EXPECT_FALSE(selects("time(>0.001s)", {.name = "x"}));
  EXPECT_FALSE(selects("time(<1h)", {.name = "x"})) << "what is not known is neither";
}

TEST(Filter, NotBindsTighterThanAndThanOr) {
  const auto of = [](std::string_view name) { return Subject{.name = name}; };
  EXPECT_TRUE(selects("a or b and c", of("a")));
  EXPECT_FALSE(selects("(a or b) and c", of("a")));
  EXPECT_TRUE(selects("b and c or a", of("a")));
  EXPECT_FALSE(selects("not a and b", of("ab")));
  EXPECT_TRUE(selects("not (a and b)", of("a")));
  EXPECT_TRUE(selects("not not a", of("a")));
  EXPECT_FALSE(selects("not a or b", of("a")));
  EXPECT_TRUE(selects("not a or b", of("ab")));
  EXPECT_TRUE(selects("a and not b", of("a")));
  EXPECT_TRUE(selects("not(b)and(a)", of("a"))) << "not is no predicate";
  EXPECT_FALSE(selects("a and b and not c or d and not (e or f)", of("def")));
}

TEST(Filter, SignsAreTheSameAsWords) {
  const auto of = [](std::string_view name) { return Subject{.name = name}; };
  EXPECT_TRUE(selects("a&!b", of("a")));
  EXPECT_FALSE(selects("a & ! b", of("ab")));
  EXPECT_TRUE(selects("x|a", of("a")));
  EXPECT_TRUE(selects("x || a && !b", of("a")));
}

TEST(Filter, WordsThatOnlyBeginLikeOnesOfOursAreNames) {
  EXPECT_TRUE(selects("order and android and nothing", {.name = "order android nothing"}));
  EXPECT_TRUE(selects("name", {.name = "name"}));
  EXPECT_TRUE(selects("tests/a.py::test_b[x-1]", {.name = "tests/a.py::test_b[x-1]"}));
}

TEST(Filter, SaysWhereAndWhatItExpected) {
  EXPECT_EQ(complaint("a and and b"),
            "--filter: at byte 7: expected a name or part of one\n"
            "  a and and b\n"
            "        ^");
  EXPECT_EQ(complaint("\xc3\xa4 b"),
            "--filter: at byte 4: expected 'and' or 'or'; quote a name with blanks or brackets\n"
            "  \xc3\xa4 b\n"
            "    ^");
  EXPECT_THAT(complaint(""), HasSubstr("at byte 1: expected a name"));
  EXPECT_THAT(complaint("not"), HasSubstr("at byte 4: expected a name"));
  EXPECT_THAT(complaint("()"), HasSubstr("at byte 2: expected a name"));
  EXPECT_THAT(complaint("a ((b)"), HasSubstr("at byte 3: expected 'and' or 'or'"));
  EXPECT_THAT(complaint("a and (b"), HasSubstr("at byte 7: expected a ')'"));
  EXPECT_THAT(complaint("a)"), HasSubstr("at byte 2: unmatched ')'"));
  EXPECT_THAT(complaint("foo(a)"), HasSubstr("at byte 1: expected one of name, suite"));
  EXPECT_THAT(complaint("name(a"), HasSubstr("at byte 7: expected ')'"));
  EXPECT_THAT(complaint("failed(a)"), HasSubstr("at byte 8: expected ')'"));
  EXPECT_THAT(complaint("time(5s)"), HasSubstr("at byte 6: expected a time such as >1s"));
  EXPECT_THAT(complaint("time(>5y)"), HasSubstr("at byte 6: expected a time"));
  EXPECT_THAT(complaint("'abc"), HasSubstr("at byte 1: expected a closing quote"));
  EXPECT_THAT(complaint("/abc"), HasSubstr("at byte 1: expected a '/'"));
  EXPECT_THAT(complaint("/(/"), HasSubstr("the regular expression: "));
  EXPECT_THAT(complaint("/(a)\\1/"), HasSubstr("the regular expression: "));
  EXPECT_THAT(complaint("="), HasSubstr("at byte 2: expected a name"));
}

TEST(Filter, NestsAsDeepAsItLikes) {
  constexpr std::size_t depth = 200'000;
  const std::string brackets = std::string(depth, '(') + "Text" + std::string(depth, ')');
  EXPECT_TRUE(selects(brackets));
  std::string nots;
  for (std::size_t i = 0; i < depth; ++i) nots += "not (";
  EXPECT_TRUE(selects(nots + "Text" + std::string(depth, ')')));
  EXPECT_FALSE(selects(std::string(depth + 1, '!') + "Text"));
}

TEST(Filter, NoRegularExpressionTakesForEverOrAllOfTheStack) {
  const std::string name(100'000, 'a');
  EXPECT_FALSE(selects("/(a*)*b/", {.name = name}));
  EXPECT_TRUE(selects("/^(a|b)*.*a$/", {.name = name}));
  EXPECT_THAT(complaint("/" + std::string(200'000, '(') + "/"), HasSubstr("missing )"));
  EXPECT_THAT(complaint("/a{1001}/"), HasSubstr("invalid repetition size"));
  EXPECT_TRUE(Filter::parse("/a1234567890,1234567890/", "--filter"));
  for (const char* greedy :
       {"/a{1234567890}/", "/(((a?){99}){99}){99}/", "/(a?){4000}/", "/(a{99}){99}/"}) {
    const Result<Filter> filter = Filter::parse(greedy, "--filter");
    if (filter) (void)filter->selects({.name = name.substr(0, 100)});
  }
  const std::string deep = std::string(900, '(') + "a" + std::string(900, ')');
  EXPECT_TRUE(selects("/" + deep + "/", {.name = "a"}));
}

TEST(Filter, AnyBytesAreAFilterOrAnError) {
  static constexpr std::string_view pieces[] = {
      "and",     "or ", "not ", " ",    "(", ")", "&",   "|",     "!",      "=",
      "~",       "/",   "\\",   "\"",   "'", "*", "?",   "name(", "suite(", "time(",
      "failed(", ">1s", "a",    "Text", "[", "]", "{9}", "\xff",  "\n",     "+"};
  std::mt19937 random(1);
  int good = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (std::size_t length = random() % 12; length > 0; --length)
      text += pieces[random() % std::size(pieces)];
    const Result<Filter> filter = Filter::parse(text, "--filter");
    if (!filter) continue;
    (void)filter->selects(subject);
    ++good;
  }
  EXPECT_GT(good, 1000);
}

}  // namespace
}  // namespace isorun
