The subcommands:

  $ isorun --help
  isorun runs test suites in parallel sandboxes, unmodified.
  (empty)
    isorun [run] [-j N] [options] -- COMMAND...
        Runs a test suite in parallel sandboxes, unmodified, and merges what they wrote.
    isorun exec [options] -- COMMAND...
        Runs a command in one sandbox, transparently: a plug for other test runners.
    isorun list [options] -- COMMAND...
        Lists the units that would run. It takes the options of run.
    isorun plan [options] -- COMMAND...
        Prints every step of the sandbox, in words; runs nothing.
    isorun diff [options] RUN [SHARD]
        Tells what shards created, changed and deleted: RUN is a results directory of --keep.
    isorun apply [options] RUN SHARD [PATH...]
        Brings what a shard wrote and deleted to the host: all of it, or what is at PATH and below.
    isorun merge [options] RUN... [-o DIR]
        Makes one result out of the slices of a suite that several machines ran: see --slice.
    isorun report [options] RUN
        Shows an earlier run as it was shown when it ran, and writes its junit.xml again.
  (empty)
  isorun SUBCOMMAND --help tells the options; isorun(1) tells the rest.
  $ isorun -h | head -1
  isorun runs test suites in parallel sandboxes, unmodified.

The options of one:

  $ isorun run --help
  Usage: isorun [run] [-j N] [options] -- COMMAND...
  (empty)
  Runs a test suite in parallel sandboxes, unmodified, and merges what they wrote.
  (empty)
  Options:
    -h, --help                  print this and exit
        --version               print the version and exit
    -j, --jobs N                slots: shards that run at once (default: as many as processors)
        --config FILE           a file of options (default: the nearest isorun.toml upward); none: do without
  (empty)
  The suite:
        --framework NAME        what the command is, not what it looks like: pytest, ctest, prove, scripts, catch2, catch2-v2, doctest, libtest, go, googletest, sharded
        --list FILE             one unit a line, from FILE or - (stdin), put where {} stands in the command
        --list-timeout TIME     how long the command may take to list its tests (default: 60s)
        --shards HOW            auto (default), or none: run as many copies of the command as slots
        --filter EXPR           run the units that EXPR selects, e.g. 'parser and not (slow or file(*db*))'
        --slice I/N             run slice I of N, for isorun merge; ci: what the CI system tells this machine
  (empty)
  When and how often units run:
        --group WHAT            keep units of one suite or one file in one shard, or none (default: the suite's own way)
        --dist HOW              load (default): batches for whichever slot is free; static: one shard a slot
        --shuffle[=SEED]        run in random order; the seed is printed
        --retries N             run a unit that fails up to N times more; if it passes then, it is FLAKY
        --repeat N              run every unit N times, each in a fresh sandbox
        --until-fail            repeat until a unit fails, at most as often as --repeat says
        --fail-fast             stop at the first unit that fails
        --max-fail N            stop when N units have failed
        --timeout TIME          end a unit after TIME, e.g. 90, 1.5s, 500ms, 5m
        --deadline TIME         end the whole run after TIME
        --history FILE          the file of earlier durations (default: in the user's cache directory)
  (empty)
  What is told and kept:
        --output WHOSE          whose output to show: failed (default), all, never, or live: as it is written
    -v, --verbose               tell more: starts, slots, reasons
    -q, --quiet                 tell only what went wrong, and the summary
        --slow TIME             call a unit SLOW that runs longer than TIME (default: 60s)
    -o, --out DIR               the results directory (default: isorun-out)
        --keep[=failed]         keep the layers of all shards, or of those that failed, for diff and apply
        --collect PATTERN=RULE[!][:TARGET]
                                merge what the suite wrote to PATTERN by RULE (cost, json-sum, jsonl, csv, lines, concat, sum, max, newest, copy, copy:fail, gcov, junit, lcov, coverage.py, llvm-profraw, go-cover, cobertura, exec:COMMAND, exec0:COMMAND), e.g. '/tmp/test_*.json=cost'; with ! it must be there
  (empty)
  What the sandbox shows:
        --overlay DIR           copy-on-write: writes go to the shard's layer
        --copy DIR              a copy of its own, for what an overlay cannot do (see isorun(1))
        --tmpfs DIR             private and empty
        --read-only DIR         writing fails with EROFS
        --share DIR             the host's own: writes go through
        --hide DIR              empty and read-only
        --bind SRC:DST          SRC of the host at DST, shared
        --net MODE              private: one network a slot (default); fresh: one a shard; host; none
        --isolate WHAT          everything (default), or declared: only the directories that are named
        --no-userns             no user namespaces of the command's own
        --scratch DIR           keep what shards write on disk, in DIR, not in memory
        --scratch-size SIZE     limit of one shard's writes, e.g. 512M (default: half of the memory)
  $ isorun exec --help
  Usage: isorun exec [options] -- COMMAND...
  (empty)
  Runs a command in one sandbox, transparently: a plug for other test runners.
  (empty)
  Options:
    -h, --help                  print this and exit
        --version               print the version and exit
        --config FILE           a file of options (default: the nearest isorun.toml upward); none: do without
        --timeout TIME          end the command after TIME, with exit code 124
  (empty)
  What the sandbox shows:
        --overlay DIR           copy-on-write: writes go to the shard's layer
        --copy DIR              a copy of its own, for what an overlay cannot do (see isorun(1))
        --tmpfs DIR             private and empty
        --read-only DIR         writing fails with EROFS
        --share DIR             the host's own: writes go through
        --hide DIR              empty and read-only
        --bind SRC:DST          SRC of the host at DST, shared
        --net MODE              private: one network a slot (default); fresh: one a shard; host; none
        --isolate WHAT          everything (default), or declared: only the directories that are named
        --no-userns             no user namespaces of the command's own
        --scratch DIR           keep what shards write on disk, in DIR, not in memory
        --scratch-size SIZE     limit of one shard's writes, e.g. 512M (default: half of the memory)
  $ isorun plan --help | sed -n 1,9p
  Usage: isorun plan [options] -- COMMAND...
  (empty)
  Prints every step of the sandbox, in words; runs nothing.
  (empty)
  Options:
    -h, --help                  print this and exit
        --version               print the version and exit
        --config FILE           a file of options (default: the nearest isorun.toml upward); none: do without
  (empty)
  $ diff <(isorun run --help | tail -n +4) <(isorun list --help | tail -n +4) | grep -o -e '--.*'
  --json                  print the units as JSON

An option that is given makes the help that of the subcommand `run`:

  $ isorun -j2 --help | head -1
  Usage: isorun [run] [-j N] [options] -- COMMAND...

  $ isorun --version | sed 's/[0-9.]*$/VERSION/'
  isorun VERSION
