// Runs external merge tools.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

namespace isorun {

struct Tool {
  std::initializer_list<const char*> names;  // the first one found in PATH is used
  std::string_view package;                  // the Debian package
};

struct ToolCall {
  std::vector<std::string> arguments;
  int directory = -1;  // the working directory
  int input = -1;      // read from its start; -1: /dev/null. Both are borrowed.
};

// Runs the tool in the C locale and returns the end of its output on one line. Errors, which
// include that or the package to install: Phase::collect.
Result<std::string> run_tool(const Tool& tool, const ToolCall& call);

// Returns once has_ended() is true, which it asks when `event` is readable and every 50 ms; calls
// kill() while isorun is interrupted.
void attend(int event, const std::function<bool()>& has_ended, const std::function<void()>& kill);

// The error of a command that failed: "NAME HOW: the end of its output", where errors are. Output
// is a log file, borrowed. Phase::collect.
Error failed_command(std::string_view name, std::string_view how, int output);

}  // namespace isorun
