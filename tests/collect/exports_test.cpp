#include "collect/exports.hpp"

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "temporary_layer.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ExportsTest : public testing::Test {
 protected:
  ExportsTest() {
    for (const std::string& directory : {host, work}) std::filesystem::create_directory(directory);
    work_fd.reset(::open(work.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }

  void want(const std::string& word, bool from_failed = false) {
    CollectRequest request = parse_export(word).value();
    request.from_failed = from_failed;
    ASSERT_TRUE(exports.add(wanted++, request));
    if (wanted == 1) exports.begin(work_fd.get());
  }

  void take(std::size_t request, std::size_t shard, const std::string& name,
            std::string_view content, bool has_failed = false) {
    exports.take(request,
                 {.shard = shard,
                  .shard_name = std::to_string(shard),
                  .path = host + "/" + name,
                  .mode = S_IFREG | 0640,
                  .has_failed = has_failed},
                 content);
  }

  Collected finish() {
    Collected collected;
    exports.finish(collected);
    return collected;
  }

  std::vector<std::string> written() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(host)) {
      if (!entry.is_directory()) names.push_back(entry.path().lexically_relative(host));
    }
    std::ranges::sort(names);
    return names;
  }

  TemporaryLayer place;
  std::string host = place.path() + "/host";
  std::string work = place.path() + "/work";
  UniqueFd work_fd;
  Exports exports;
  std::size_t wanted = 0;
};

std::vector<std::string> texts(const std::vector<Problem>& problems) {
  std::vector<std::string> result;
  result.reserve(problems.size());
  for (const Problem& problem : problems) result.push_back(to_string(problem));
  return result;
}

TEST_F(ExportsTest, TheSameOfAllShardsGoesToItsPlace) {
  want("golden/**");
  take(0, 1, "new/a", "same");
  take(0, 0, "new/a", "same");
  take(0, 1, "b", "1");
  const Collected collected = finish();
  EXPECT_THAT(collected.problems, IsEmpty());
  EXPECT_THAT(written(), ElementsAre("b", "new/a"));
  EXPECT_EQ(read_file_at(host + "/new/a"), "same");
  EXPECT_EQ(std::filesystem::status(host + "/b").permissions(), std::filesystem::perms(0640));
  ASSERT_EQ(collected.exported.size(), 2U);
  EXPECT_EQ(collected.exported[1].path, host + "/new/a");
  EXPECT_EQ(collected.exported[1].files, 2U);
}

TEST_F(ExportsTest, WhereShardsDifferTheErrorNamesBothAndTheHostKeepsItsOwn) {
  want("**");
  write_file_at(host + "/a", "old");
  take(0, 3, "a", "three");
  take(0, 1, "a", "one");
  take(0, 3, "b", "b");
  const Collected collected = finish();
  EXPECT_THAT(texts(collected.problems),
              ElementsAre(host + "/a of shard 3: differs from shard 1; --export "
                                 "PATTERN=RULE merges such files"));
  EXPECT_EQ(read_file_at(host + "/a"), "old");
  EXPECT_EQ(read_file_at(host + "/b"), "b");
}

TEST_F(ExportsTest, ARuleMergesPathByPathInOrderOfShards) {
  want("**=concat");
  take(0, 2, "a", "2");
  take(0, 0, "a", "0");
  take(0, 1, "b", "1");
  EXPECT_THAT(finish().problems, IsEmpty());
  EXPECT_EQ(read_file_at(host + "/a"), "02");
  EXPECT_EQ(read_file_at(host + "/b"), "1");
}

TEST_F(ExportsTest, ARuleThatKeepsPathsWritesThem) {
  want("**=copy");
  take(0, 0, "d/a", "0");
  take(0, 1, "d/a", "1");
  const Collected collected = finish();
  EXPECT_THAT(written(), ElementsAre("d/a", "d/a.shard-1"));
  EXPECT_EQ(collected.exported.size(), 2U);
}

TEST_F(ExportsTest, WhatARuleRefusesIsNotWritten) {
  want("**=sum");
  write_file_at(host + "/a", "7");
  take(0, 0, "a", "1");
  take(0, 1, "a", "many");
  take(0, 0, "b", "1");
  const Collected collected = finish();
  EXPECT_THAT(texts(collected.problems), ElementsAre(HasSubstr("/a of shard 1: ")));
  EXPECT_EQ(read_file_at(host + "/a"), "7");
  EXPECT_EQ(read_file_at(host + "/b"), "1\n");
}

TEST_F(ExportsTest, ShardsThatFailedStayBehindUnlessAskedFor) {
  want("**");
  take(0, 4, "a", "bad", true);
  take(0, 2, "a", "bad", true);
  take(0, 2, "b", "bad", true);
  take(0, 3, "b", "good");
  const Collected collected = finish();
  EXPECT_THAT(written(), ElementsAre("b"));
  EXPECT_THAT(collected.warnings,
              ElementsAre("not exported, since a unit of the shard failed: " + host +
                          "/a of shard 2; --export-failed exports it as well"));
}

TEST_F(ExportsTest, ShardsThatFailedAreExportedWhereAskedFor) {
  want("**", true);
  take(0, 2, "a", "bad", true);
  EXPECT_THAT(finish().warnings, IsEmpty());
  EXPECT_THAT(written(), ElementsAre("a"));
}

TEST_F(ExportsTest, NothingThatMatchesIsWorthAWarningOrAProblem) {
  want("a");
  want("b=concat!");
  const Collected collected = finish();
  EXPECT_THAT(collected.warnings, ElementsAre("--export a: no shard wrote a file that matches"));
  EXPECT_THAT(texts(collected.problems),
              ElementsAre("--export b=concat: no shard wrote a file that matches"));
}

TEST_F(ExportsTest, NoSymbolicLinkIsFollowed) {
  want("**");
  std::filesystem::create_directory(place.path() + "/victim");
  write_file_at(place.path() + "/secret", "mine");
  std::filesystem::create_directory_symlink(place.path() + "/victim", host + "/way");
  std::filesystem::create_symlink(place.path() + "/secret", host + "/file");
  take(0, 0, "way/a", "x");
  take(0, 0, "file", "x");
  const Collected collected = finish();
  EXPECT_THAT(texts(collected.problems), ElementsAre(HasSubstr("/host/way/a")));
  EXPECT_TRUE(std::filesystem::is_empty(place.path() + "/victim"));
  EXPECT_EQ(read_file_at(place.path() + "/secret"), "mine");
  EXPECT_FALSE(std::filesystem::is_symlink(host + "/file"));
}

TEST_F(ExportsTest, NothingIsLeftWhereADirectoryIsInTheWay) {
  want("**");
  std::filesystem::create_directory(host + "/a");
  take(0, 0, "a", "x");
  EXPECT_THAT(texts(finish().problems), ElementsAre(HasSubstr("/host/a: Is a directory")));
  EXPECT_THAT(written(), IsEmpty());
}

TEST_F(ExportsTest, DoesNotWriteWhatCannotBeReadInOneShard) {
  want("**");
  exports.take(0, {.shard = 0, .shard_name = "0", .path = host + "/a"},
               std::unexpected(Error{Phase::collect, 0, "it is a symbolic link"}));
  take(0, 1, "a", "x");
  EXPECT_THAT(texts(finish().problems), ElementsAre(host + "/a of shard 0: it is a symbolic link"));
  EXPECT_THAT(written(), IsEmpty()) << "no file is better than one that lacks a shard's part";
}

}  // namespace
}  // namespace isorun
