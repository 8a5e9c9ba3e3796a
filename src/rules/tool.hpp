// Runs external merge tools.
#pragma once

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

// The end of a log file, where errors are, on one line.
std::string last_words(int output);

}  // namespace isorun
