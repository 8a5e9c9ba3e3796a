#include "base/duration.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace isorun {
namespace {

using namespace std::chrono_literals;

// parse_duration() is tested in tests/cli/values_test.cpp.
TEST(DurationTold, IsOneThatATestCanHaveTaken) {
  EXPECT_EQ(duration_told(0.033), 33ms);
  EXPECT_EQ(duration_told(1e-9), 1ns);
  for (const double wrong : {0.0, -1.0, 1e300, 3.2e7, std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN()})
    EXPECT_EQ(duration_told(wrong), 0ns) << wrong;
}

}  // namespace
}  // namespace isorun
