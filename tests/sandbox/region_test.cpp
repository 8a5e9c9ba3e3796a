// The memory that the stage's processes share.
#include "sandbox/region.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(Regions, HaveRoomForTheStringsAndForTheStack) {
  Regions regions;
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{4096}, std::size_t{5} << 20}) {
    Region* region = regions.find(bytes);
    ASSERT_NE(region, nullptr);
    region->alive = 1;
    ASSERT_GE(region->capacity(), bytes);
    region->strings()[0] = 1;
    region->strings()[region->capacity() - 1] = 1;
    region->stack_top()[-1] = 1;
    *(region->stack_top() - Region::stack_bytes) = 1;
  }
}

TEST(RegionsDeathTest, AStackThatGrowsTooFarHarmsNothingElse) {
  Regions regions;
  Region* region = regions.find(100);
  ASSERT_NE(region, nullptr);
  char* bottom = region->stack_top() - Region::stack_bytes;
  EXPECT_DEATH(*(bottom - 1) = 1, "");
  EXPECT_DEATH(*(bottom - Region::guard_bytes) = 1, "");
}

TEST(Regions, AreUsedAgainWhereNobodyLives) {
  Regions regions;
  Region* first = regions.find(100);
  first->alive = 1;
  Region* second = regions.find(100);
  EXPECT_NE(first, second);
  second->alive = 1;
  first->alive = 0;
  EXPECT_EQ(regions.find(100), first);
  EXPECT_EQ(regions.find(first->capacity()), first);
  EXPECT_NE(regions.find(first->capacity() + 1), first);
}

}  // namespace
}  // namespace isorun
