#include "report/snapshot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "a_log.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::chrono::steady_clock::time_point now{100s};

TEST(Snapshot, SaysWhatRunsSinceWhenAndItsLastLines) {
  const std::vector<ShardSnapshot> shards = {
      {{.slot = 1, .shard = 8, .units = 3, .since = now - 2s}, ""},
      {{.slot = 0, .shard = 7, .unit = "A.x", .since = now - 65s}, "first\nlast\033[2J"}};
  EXPECT_EQ(snapshot_text({.total = 9, .done = 2, .passed = 2}, 70s, shards, now, Color::never),
            "    Snapshot [ 00:01:10] 2/9: 2 running, 2 passed, 0 failed\n"
            "             [ 00:01:05] slot 0: A.x\n"
            "  0| first\n"
            "  0| last\\e[2J\n"
            "             [ 00:00:02] slot 1: 3 units of shard 8\n");
}

TEST(Snapshot, OfEachOnlyTheLastTenLines) {
  std::string tail;
  for (int i = 1; i <= 12; ++i) tail += "line " + std::to_string(i) + "\n";
  const std::vector<ShardSnapshot> shards = {ShardSnapshot{.tail = tail}};
  EXPECT_THAT(snapshot_text({}, 0s, shards, now, Color::never),
              AllOf(HasSubstr("line 3\n"), HasSubstr("line 12\n"), Not(HasSubstr("line 2\n"))));
}

TEST(Snapshot, TheTailOfALogBeginsWithALine) {
  ALog log;
  EXPECT_EQ(log_tail(log.fd()), "");
  log.add("short\n");
  EXPECT_EQ(log_tail(log.fd()), "short\n");
  for (int i = 0; i < 1000; ++i) log.add("0123456789\n");
  const std::string tail = log_tail(log.fd());
  EXPECT_EQ(tail.size(), 4096U / 11 * 11);
  EXPECT_EQ(tail.substr(0, 11), "0123456789\n");
  EXPECT_EQ(log_tail(-1), "");
}

}  // namespace
}  // namespace isorun
