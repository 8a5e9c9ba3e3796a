#include "schedule/queue.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(Queue, TheSmallerRankGoesFirst) {
  Queue queue(1, 0);
  queue.push({.round = 1, .index = 0}, {});
  queue.push({.is_serial = true, .index = 1}, {});
  queue.push({.index = 2}, {});
  queue.push({.is_first = false, .index = 3}, {});
  for (const std::size_t expected : {3U, 2U, 1U, 0U}) {
    EXPECT_EQ(queue.take(), expected);
    EXPECT_FALSE(queue.take());
    queue.release({});
  }
  EXPECT_TRUE(queue.empty());
}

// Two locks are taken by turns, so that both are never free at once.
TEST(Queue, AJobIsNotKeptFromItsLocksForEver) {
  const Demand a{.locks = {0}};
  const Demand b{.locks = {1}};
  Queue queue(2, 2);
  for (std::size_t index = 10; index < 400; ++index)
    queue.push({.index = index}, index % 2 == 0 ? a : b);
  queue.take();
  queue.take();
  queue.push({.index = 0}, {.locks = {0, 1}});
  for (int turn = 0; turn < 40; ++turn) {
    queue.release(turn % 2 == 0 ? a : b);
    if (queue.take() == 0U) return;
  }
  FAIL() << "40 jobs have overtaken it";
}

}  // namespace
}  // namespace isorun
