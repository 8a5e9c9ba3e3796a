// The tests of directories with Automake's harness.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "suite/automake/words.hpp"
#include "suite/suite.hpp"

namespace isorun::automake {

struct CheckTest {
  std::string directory;  // relative to that of make: "."
  std::string name;       // "tests/a.sh"
  std::string log;        // "tests/a.log"
};

// `start_up`: how long make takes before it runs the first test.
std::unique_ptr<Suite> make_suite(CheckWords words, std::vector<CheckTest> tests,
                                  std::chrono::nanoseconds start_up);

}  // namespace isorun::automake
