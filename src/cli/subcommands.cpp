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
      {"diff", Subcommand::diff, "isorun diff [options] RUN [SHARD]",
       "Tells what shards created, changed and deleted: RUN is a results directory of --keep."},
      {"apply", Subcommand::apply, "isorun apply [options] RUN SHARD [PATH...]",
       "Brings what a shard wrote and deleted to the host: all of it, or what is at PATH and "
       "below."},
      {"merge", Subcommand::merge, "isorun merge [options] RUN... [-o DIR]",
       "Makes one result out of the slices of a suite that several machines ran: see --slice."},
      {"report", Subcommand::report, "isorun report [options] RUN",
       "Shows an earlier run as it was shown when it ran, and writes its junit.xml again."},
  };
  return table;
}

}  // namespace isorun
