#include <chrono>
#include <filesystem>

#include "support/fixtures.hpp"

namespace legacy {
namespace {

class RecentSessionTest : public LegacyTest {};

TEST_F(RecentSessionTest, FollowsTheTimeOfChange) {
  store_.create("test-1", "old");
  store_.create("test-2", "new");
  const auto later = std::filesystem::file_time_type::clock::now() + std::chrono::minutes(1);
  std::filesystem::last_write_time(store_.path_of("test-1"), later);
  EXPECT_EQ(store_.most_recent(), "test-1");
}

TEST_F(RecentSessionTest, ThereIsNoneAtTheStart) {
  EXPECT_THROW((void)store_.most_recent(), SessionNotFound);
}

class RecentOfManyTest : public LegacyTest, public testing::WithParamInterface<int> {};

// Names rise with time: a clock too coarse to tell two of them apart changes nothing.
TEST_P(RecentOfManyTest, IsTheLastCreated) {
  std::string last;
  for (int i = 0; i < GetParam(); ++i) {
    last = "test-session-" + std::to_string(100 + i);
    store_.create(last, "state");
  }
  latency_.work(0.5);
  EXPECT_EQ(store_.most_recent(), last);
}

INSTANTIATE_TEST_SUITE_P(Sessions, RecentOfManyTest, testing::Range(1, 21));

}  // namespace
}  // namespace legacy
