// The words of `make check`.
#pragma once

#include <optional>
#include <string>

#include "suite/suite.hpp"

namespace isorun::automake {

struct CheckWords {
  Words make{};  // the program, its options and variables, without the target
  std::string directory = ".";
};

// nullopt if it is not `make check`, or make does something else than running tests.
std::optional<CheckWords> read_words(const Words& argv);

}  // namespace isorun::automake
