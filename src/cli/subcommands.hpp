// The first word of a command line.
#pragma once

#include <span>

namespace isorun {

enum class Subcommand { run, exec, list, plan, diff, apply, merge, report };

struct SubcommandEntry {
  const char* word;
  Subcommand subcommand;
  const char* usage;
  const char* purpose;  // one line
  const char* example;  // a command line that works as it is
};

// The first entry is what a command line without such a word means.
std::span<const SubcommandEntry> subcommands();

}  // namespace isorun
