// A framework that isorun.toml describes: shell commands that list its units and run them.
//
//   [framework.redis]
//   match = "./runtest"
//   list = "./runtest --list-tests"
//   run = "./runtest --single {unit}"
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "suite/suite.hpp"

namespace isorun {

struct Adapter {
  enum class Results {
    script,     // its exit code, and its TAP if it prints any
    exit_code,  // that alone
    tap,        // its exit code and its TAP, which it must print
    junit,      // JUnit's XML in files that the command writes
    json,       // JSON in files that the command writes: case_report.hpp
  };

  std::string name{};
  std::string match{};  // the first words of the command, each a pattern of fnmatch(3)
  std::string list{};   // prints the units: unit_list.hpp
  std::string run{};    // with {unit} for one unit, or {units} for many
  Results results = Results::script;
  std::string files{};  // junit, json: a pattern of collect/pattern.hpp
  std::vector<int> skip_codes{};
  std::chrono::nanoseconds start_up{};  // of `run`, before its first test; 0: unknown
};

// Reads "script", "exit-code", "tap", "junit:PATTERN" or "json:PATTERN"; false if it is something
// else.
bool read_results(std::string_view text, Adapter& adapter);

// Errors: Phase::usage, if something is missing.
Result<void> check_adapter(const Adapter& adapter);

// Whether the command begins with the words of `match`. The other words replace {args}.
bool is_for(const Adapter& adapter, const Words& argv);

// Whether `match` has the command's words but its options: `make -j2 test` for "make test".
bool is_nearly_for(const Adapter& adapter, const Words& argv);

// Errors: Phase::usage if it cannot pass on the command's other words.
Result<ShardCommand> adapter_listing(const Adapter& adapter, const UserCommand& command);

// Null if listing failed. Errors: Phase::usage if its output is unusable.
Result<std::unique_ptr<Suite>> make_adapted(const Adapter& adapter, const UserCommand& command,
                                            const Evidence& listing);

}  // namespace isorun
