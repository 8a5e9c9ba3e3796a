// Parses the stream that bats gives to its formatters: TAP, with a line before each file and each
// test.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suite/result.hpp"

namespace isorun::bats {

struct Log {
  struct Test {
    std::size_t number = 0;
    std::string_view name;
    unsigned tries = 0;
    std::size_t begin = 0;
    UnitResult result{};  // without its unit
    bool has_ended = false;
  };
  std::optional<std::size_t> planned{};
  std::vector<Test> tests{};  // in order
  // The failure of something other than a test: "setup_file failed", "teardown_suite".
  std::optional<std::string> failure{};
};

Log read_log(std::string_view text);

}  // namespace isorun::bats
