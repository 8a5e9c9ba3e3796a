// How long each test takes: its category's time, dealt out by test name, so that it is the same in
// every process.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace legacy {

struct Category {
  std::string name;  // the directory of its sources
  int tests;
  std::chrono::seconds time;  // of all its tests together, at LEGACY_SCALE=1
};

const std::vector<Category>& categories();

// At the present LEGACY_SCALE. Throws std::logic_error when the category has not exactly its number
// of tests.
std::chrono::microseconds share_of(const testing::TestInfo& test);

}  // namespace legacy
