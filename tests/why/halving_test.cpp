#include "why/halving.hpp"

#include <cerrno>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::ElementsAre;
using Numbers = std::vector<std::size_t>;

Numbers all_of(std::size_t count) {
  Numbers all(count);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

// Finds those that are needed, and counts the questions.
Numbers find(std::size_t count, const Numbers& needed, std::size_t& questions) {
  const auto is_enough = [&](const Numbers& some) -> Result<bool> {
    ++questions;
    return std::ranges::includes(some, needed);
  };
  return *fewest(all_of(count), is_enough);
}

TEST(Halving, FindsEachOneOfMany) {
  for (const std::size_t count : {1U, 2U, 3U, 10U, 64U, 100U}) {
    for (std::size_t needed = 0; needed < count; ++needed) {
      std::size_t questions = 0;
      EXPECT_THAT(find(count, {needed}, questions), ElementsAre(needed)) << count;
    }
  }
}

TEST(Halving, AsksFewQuestions) {
  for (const std::size_t needed : {0U, 500U, 999U}) {
    std::size_t questions = 0;
    find(1000, {needed}, questions);
    EXPECT_LE(questions, 22U) << needed;
  }
}

TEST(Halving, FindsEachPair) {
  for (std::size_t a = 0; a < 20; ++a)
    for (std::size_t b = a + 1; b < 20; ++b) {
      std::size_t questions = 0;
      EXPECT_THAT(find(20, {a, b}, questions), ElementsAre(a, b));
      EXPECT_LE(questions, 60U);
    }
}

TEST(Halving, KeepsAllThatAreNeeded) {
  std::size_t questions = 0;
  EXPECT_EQ(find(8, all_of(8), questions), all_of(8));
}

TEST(Halving, EndsAtAnError) {
  const auto fails = [](const Numbers&) -> Result<bool> {
    return std::unexpected(Error{Phase::run, EINTR, "asking"});
  };
  EXPECT_EQ(fewest(all_of(4), fails).error().code, EINTR);
}

}  // namespace
}  // namespace isorun
