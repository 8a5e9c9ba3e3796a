#include "cli/subcommands.hpp"

namespace isorun {

std::span<const SubcommandEntry> subcommands() {
  static constexpr SubcommandEntry table[] = {
      {"run", Subcommand::run, "isorun [run] [-j N] [OPTIONS] [--] COMMAND...",
       "Run a test suite in parallel sandboxes and merge what it wrote",
       "isorun -j4 --overlay /srv/app --collect '/tmp/costs_*.json=cost' -- ./suite"},
      {"exec", Subcommand::exec, "isorun exec [OPTIONS] [--] COMMAND...",
       "Run one command in a sandbox, transparently, e.g. for another test runner",
       "prove -j4 --exec 'isorun exec --' t/"},
      {"list", Subcommand::list, "isorun list [OPTIONS] [--] COMMAND...",
       "List the units that would run", "isorun list --filter 'failed()' -- ./suite"},
      {"plan", Subcommand::plan, "isorun plan [OPTIONS] [--] COMMAND...",
       "Print the steps that set up a sandbox, without running anything",
       "isorun plan --copy data -- ./suite"},
      {"check", Subcommand::check, "isorun check [OPTIONS]",
       "Test whether this host can run sandboxes; name problems and fixes",
       "isorun check --overlay /srv/app"},
      {"audit", Subcommand::audit, "isorun audit [OPTIONS] [--] COMMAND...",
       "Find tests that cannot safely run in parallel, by tracing what they do",
       "isorun audit -j4 -- pytest"},
      {"diff", Subcommand::diff, "isorun diff [OPTIONS] RUN [SHARD]",
       "Show what shards created, changed and deleted (needs a run with --keep)",
       "isorun diff --stat isorun-out 3"},
      {"apply", Subcommand::apply, "isorun apply [OPTIONS] RUN SHARD [PATH...]",
       "Apply a shard's changes to the host", "isorun apply --dry-run isorun-out 3 tests/golden"},
      {"merge", Subcommand::merge, "isorun merge [OPTIONS] RUN... [-o DIR]",
       "Merge the slices of a suite that several machines ran",
       "isorun merge slice-1 slice-2 slice-3 -o isorun-out"},
      {"report", Subcommand::report, "isorun report [OPTIONS] RUN",
       "Print an earlier run, rewrite its reports, or convert it to another format",
       "isorun report isorun-out"},
      {"why", Subcommand::why, "isorun why [OPTIONS] RUN [UNIT...]",
       "Find out why units failed: the test itself, the test order, or the sandbox",
       "isorun why isorun-out Suite.Test"},
      {"cache", Subcommand::cache, "isorun cache [OPTIONS] [clear [NAME...]]",
       "List cached set-ups, or remove all or some of them", "isorun cache clear database"},
  };
  return table;
}

}  // namespace isorun
