// Programs that merge what only they know.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

namespace isorun {

struct Tool {
  std::initializer_list<const char*> names;  // the first that is in PATH is taken
  std::string_view package;                  // of Debian
};

struct ToolCall {
  std::vector<std::string> arguments;
  int directory = -1;  // it works there
  int input = -1;      // from its beginning; -1: /dev/null. Both are borrowed.
};

// Waits until the tool has ended, with the locale C, and answers the end of what it said, on one
// line. Errors, which tell that too, or which package has it: Phase::collect.
Result<std::string> run_tool(const Tool& tool, const ToolCall& call);

// The end of a file that a program wrote its messages to, where errors are, on one line.
std::string last_words(int output);

}  // namespace isorun
