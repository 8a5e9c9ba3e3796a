// The test programs that a driver would run, captured as it starts them: with the arguments,
// directory and variables that it gives them. The driver runs a script instead of each program
// (Go's -exec, Cargo's runner), which records them in the build's directory:
//
//   WORDS -> `sh DIRECTORY/capture keep` in front of a program and its arguments
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun {

// Runs `argv` once the script is in `directory`.
ShardCommand with_capture(Words argv, std::string_view directory);

// The first line of what the script prints: the number of its record, after this mark.
inline constexpr std::string_view capture_mark = "isorun: ";

struct Captured {
  Words argv;  // the program and its arguments
  std::string directory;
  Words set;  // NAME=VALUE: what differs from the user's environment
};

// nullopt if it was not recorded completely. `build` reads the files in the build's directory.
std::optional<Captured> read_captured(std::string_view number, const UserCommand& command,
                                      const Evidence& build, std::string_view directory);

// The command that runs it in its directory. Arguments appended to it precede `last`.
Words placed(const Captured& captured, const Words& last = {});

}  // namespace isorun
