// One of several test programs that are the suites of one run.
#pragma once

#include <string>
#include <vector>

#include "suite/suite.hpp"

namespace isorun {

struct TestProgram {
  UserCommand command;
  std::string prefix;       // begins the names of its units: "a-test: "
  std::string name{};       // of its unit, if it is a single one; empty: `suite`
  std::string suite{};      // the group of its units; empty: what its framework says
  std::string framework{};  // a name in frameworks(); empty: to be detected
  std::string failure{};    // why there is no program, such as "build failed"; empty: there is one
  std::string output{};     // what its build wrote then
};

}  // namespace isorun
