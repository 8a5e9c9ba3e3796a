// The options of `isorun why`.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace isorun {

struct WhyOptions {
  std::string run{};                 // a results directory
  std::vector<std::string> units{};  // empty: all that failed
  std::chrono::nanoseconds budget = std::chrono::minutes(10);
  unsigned repeats = 3;  // at least 2
  bool write = false;    // the cure into isorun.toml
  bool as_json = false;
  bool verbose = false;  // the trials of each unit, not only of the first with its cause
};

}  // namespace isorun
