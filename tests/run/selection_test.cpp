#include "run/selection.hpp"

#include <gtest/gtest.h>

#include "fake_suite.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;

std::chrono::nanoseconds start_up(std::chrono::nanoseconds listing, std::chrono::nanoseconds own,
                                  unsigned slots) {
  FakeSuite suite({{.name = "a"}});
  suite.set_start_up(own);
  Options options;
  options.jobs = slots;
  return policy_of(suite, options, listing).start_up;
}

TEST(PolicyOfASuite, AShardLooksForItsOwnTestsAlone) {
  EXPECT_EQ(start_up(6s, 2s, 4), 3s);
  EXPECT_EQ(start_up(6s, 2s, 1), 6s);
}

TEST(PolicyOfASuite, AShardStartsAsTheListingWhereNothingElseIsKnown) {
  EXPECT_EQ(start_up(6s, 0s, 4), 6s);
}

TEST(PolicyOfASuite, AListingMayBeFasterThanAStart) {
  EXPECT_EQ(start_up(1s, 4s, 4), 4s);
}

}  // namespace
}  // namespace isorun
