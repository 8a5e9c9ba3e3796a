// The first word of a command line.
#pragma once

#include <span>

namespace isorun {

enum class Subcommand {
  run,
  exec,
  list,
  plan,
  check,
  diff,
  apply,
  merge,
  report,
  why,
  audit,
  cache
};

struct SubcommandEntry {
  const char* word;
  Subcommand subcommand;
  const char* usage;
  const char* purpose;  // one line
  const char* example;  // a complete command line
};

// The first entry is the default.
std::span<const SubcommandEntry> subcommands();

}  // namespace isorun
