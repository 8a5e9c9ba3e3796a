#include "cli/subcommands.hpp"

namespace isorun {

std::span<const SubcommandEntry> subcommands() {
  static constexpr SubcommandEntry table[] = {
      {"run", Subcommand::run, "isorun [run] [-j N] [options] -- COMMAND...",
       "Runs a test suite in parallel sandboxes, unmodified, and merges what they wrote."},
      {"exec", Subcommand::exec, "isorun exec [options] -- COMMAND...",
       "Runs a command in one sandbox, transparently: a plug for other test runners."},
      {"list", Subcommand::list, "isorun list [options] -- COMMAND...",
       "Lists the units that would run. It takes the options of run."},
      {"plan", Subcommand::plan, "isorun plan [options] -- COMMAND...",
       "Prints every step of the sandbox, in words; runs nothing."},
  };
  return table;
}

}  // namespace isorun
