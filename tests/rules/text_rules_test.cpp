#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "merging.hpp"

namespace isorun {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

SourceFile at(std::size_t shard, std::string path) {
  return {shard, fmt::format("{}", shard), std::move(path)};
}

TEST(ConcatRule, JoinsBytesInShardOrderWhateverCameFirst) {
  Merging merging("concat");
  const std::string bytes("\0\xff\n", 3);
  ASSERT_EQ(merging.add(at(2, "/c"), "last"), "");
  ASSERT_EQ(merging.add(at(0, "/a"), "first\n"), "");
  ASSERT_EQ(merging.add(at(0, "/b"), bytes), "");
  ASSERT_EQ(merging.add(at(1, "/a"), ""), "");
  EXPECT_EQ(merging.text(), "first\n" + bytes + "last");
}

TEST(LinesRule, SortsByBytesAndDropsWhatIsThereTwice) {
  EXPECT_EQ(merge("lines", {"b\na", "B\nb\n", "", "\n\xff\na\n"}), "\nB\na\nb\n\xff\n");
  EXPECT_EQ(merge("lines", {""}), "");
}

TEST(CsvRule, HasOneHeader) {
  EXPECT_EQ(merge("csv", {"a,b\n1,2\n", "a,b\n3,4", "a,b", "a,b\n5,6\n"}), "a,b\n1,2\n3,4\n5,6\n");
  EXPECT_EQ(merge("csv", {"a\r\n1\r\n", "a\r\n2\r\n"}), "a\r\n1\r\n2\r\n");
}

TEST(CsvRule, AQuotedLineEndIsNone) {
  EXPECT_EQ(merge("csv", {"\"a\nb\",c\n1,\"\n\"\n", "\"a\nb\",c\n2,\"\"\"\"\n"}),
            "\"a\nb\",c\n1,\"\n\"\n2,\"\"\"\"\n");
}

TEST(CsvRule, AnotherHeaderIsAnErrorThatNamesBothFiles) {
  EXPECT_EQ(merge("csv", {"a,b\n", "a,b\n", "b,a\n"}),
            "/tmp/f2 of shard 2: its header differs from that of /tmp/f0 of shard 0");
}

TEST(CsvRule, RefusesWhatIsNoTable) {
  EXPECT_THAT(Merging("csv").add(in_shard(0), ""), HasSubstr("empty"));
  EXPECT_THAT(Merging("csv").add(in_shard(0), "\n1\n"), HasSubstr("header"));
  EXPECT_THAT(Merging("csv").add(in_shard(0), "\r\r"), HasSubstr("header"));
  EXPECT_THAT(Merging("csv").add(in_shard(0), "a\n\"cut"), HasSubstr("truncated"));
}

TEST(JsonlRule, KeepsEveryLineAsItIs) {
  EXPECT_EQ(merge("jsonl", {"{\"a\": 1.50}\n\n[]", "{\"b\":2}\r\n"}),
            "{\"a\": 1.50}\n[]\n{\"b\":2}\n");
}

TEST(JsonlRule, LeavesOutBlanksAroundALine) {
  EXPECT_EQ(merge("jsonl", {" 8 \r\r"}), "8\n");
}

TEST(JsonlRule, NothingButEmptyFilesIsAnEmptyFile) {
  EXPECT_EQ(merge("jsonl", {"", "\n"}), "");
  EXPECT_EQ(merge("concat", {"", ""}), "");
}

TEST(JsonlRule, NamesTheLineThatIsWrong) {
  EXPECT_THAT(Merging("jsonl").add(in_shard(0), "{}\n\n{\"a\":"),
              AllOf(HasSubstr("line 3"), HasSubstr("truncated")));
}

TEST(NumberRules, AreExact) {
  EXPECT_EQ(merge("sum", {"0.1\n", " 0.2", "1e-30"}), "0.300000000000000000000000000001\n");
  EXPECT_EQ(merge("max", {"-3", "0.5\n", "0.49999999999999999999999"}), "0.5\n");
  EXPECT_EQ(merge("max", {"-3", "-4"}), "-3\n");
}

TEST(NumberRules, RefuseWhatIsNoNumber) {
  for (const std::string_view content : {"", "\n", "1 2", "0x10", "nan", "7 MB"}) {
    EXPECT_NE(Merging("sum").add(in_shard(0), content), "") << content;
    EXPECT_NE(Merging("max").add(in_shard(0), content), "") << content;
  }
}

TEST(NewestRule, TakesTheLastModified) {
  const auto modified = [](std::size_t shard, time_t seconds, long nanoseconds) {
    SourceFile file = in_shard(shard);
    file.modified = {seconds, nanoseconds};
    return file;
  };
  Merging merging("newest");
  ASSERT_EQ(merging.add(modified(2, 5, 7), "newest"), "");
  ASSERT_EQ(merging.add(modified(3, 5, 6), "older"), "");
  ASSERT_EQ(merging.add(modified(1, 5, 7), "as new, but of an earlier shard"), "");
  EXPECT_EQ(merging.text(), "newest");
}

TEST(CopyRule, KeepsWhatIsTheSameOnceAndTheRestApart) {
  Merging merging("copy");
  ASSERT_EQ(merging.add(at(2, "/tmp/differs"), "b"), "");
  ASSERT_EQ(merging.add(at(3, "/tmp/differs"), "b"), "");
  ASSERT_EQ(merging.add(at(0, "/tmp/differs"), "a"), "");
  ASSERT_EQ(merging.add(at(0, "/tmp/same"), "s"), "");
  ASSERT_EQ(merging.add(at(1, "/tmp/same"), "s"), "");
  ASSERT_EQ(merging.add(at(1, "/var/deep/er"), "d"), "");
  EXPECT_THAT(merging.files(), ElementsAre("tmp/differs.shard-2: b", "tmp/differs: a",
                                           "tmp/same: s", "var/deep/er: d"));
  EXPECT_THAT(merging.merged().warnings,
              ElementsAre(HasSubstr("shards: 2, such as /tmp/differs;")));
}

TEST(CopyRule, CanRefuseDifferences) {
  Merging merging("copy:fail");
  ASSERT_EQ(merging.add(at(1, "/tmp/f"), "b"), "");
  ASSERT_EQ(merging.add(at(0, "/tmp/f"), "a"), "");
  EXPECT_THAT(merging.merge(), HasSubstr("/tmp/f of shard 1: it differs"));
}

TEST(CopyRule, AFileWhereAnotherShardHasADirectoryIsAProblem) {
  Merging merging("copy");
  ASSERT_EQ(merging.add(at(0, "/tmp/f"), "a"), "");
  ASSERT_EQ(merging.add(at(1, "/tmp/f/below"), "b"), "");
  EXPECT_THAT(merging.merge(), HasSubstr("/tmp/f/below of shard 1"));
}

TEST(CopyRule, KeepsWhatCanBeExecuted) {
  Merging merging("copy");
  SourceFile program = at(0, "/tmp/program");
  program.mode = 0755;
  ASSERT_EQ(merging.add(program, "#!"), "");
  ASSERT_THAT(merging.files(), SizeIs(1));
  struct stat status = {};
  ASSERT_EQ(::stat((merging.path() + "/tmp/program").c_str(), &status), 0);
  EXPECT_TRUE(status.st_mode & S_IXUSR);
}

}  // namespace
}  // namespace isorun
