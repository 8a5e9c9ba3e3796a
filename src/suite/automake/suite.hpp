// The tests of directories with Automake's harness.
#pragma once

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

std::unique_ptr<Suite> make_suite(CheckWords words, std::vector<CheckTest> tests);

}  // namespace isorun::automake
