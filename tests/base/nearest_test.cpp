#include "base/nearest.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace isorun {
namespace {

const std::vector<std::string> names = {"run", "exec", "list", "--retries", "--repeat"};

TEST(Nearest, ForgivesInsertedDeletedReplacedAndSwappedLetters) {
  EXPECT_EQ(nearest("lsit", names), "list");
  EXPECT_EQ(nearest("lists", names), "list");
  EXPECT_EQ(nearest("exe", names), "exec");
  EXPECT_EQ(nearest("ron", names), "run");
  EXPECT_EQ(nearest("--retires", names), "--retries");
  EXPECT_EQ(nearest("--repaet", names), "--repeat");
}

TEST(Nearest, SuggestsNothingFarAway) {
  EXPECT_EQ(nearest("pytest", names), "");
  EXPECT_EQ(nearest("--rerun", names), "");
  EXPECT_EQ(nearest("", names), "");
  EXPECT_EQ(nearest("list", {}), "");
  EXPECT_EQ(nearest(std::string(1'000'000, 'x'), names), "");
}

TEST(Nearest, ASuggestionContinuesASentence) {
  EXPECT_EQ(suggestion("lsit", names), "; did you mean list?");
  EXPECT_EQ(suggestion("pytest", names), "");
}

}  // namespace
}  // namespace isorun
