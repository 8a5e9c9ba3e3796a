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
        --list FILE             one unit a line, from FILE or - (stdin), put where {} stands in the command
        --framework NAME        what the command is, not what it looks like: pytest, googletest, sharded
        --list-timeout TIME     how long the command may take to list its tests (default: 60s)
        --shards HOW            auto (default), or none: run as many copies of the command as slots
        --collect PATTERN=RULE  merge what the suite wrote to PATTERN by RULE, cost or json-sum, e.g. '/tmp/test_*.json=cost'
        --out DIR               the results directory (default: isorun-out)
        --history FILE          the file of earlier durations (default: in the user's cache directory)
        --timeout TIME          end a unit after TIME, e.g. 90, 1.5s, 500ms, 5m
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
  (empty)
  What the sandbox shows:
  $ diff <(isorun run --help | tail -n +4) <(isorun list --help | tail -n +4)

An option that is given makes the help that of the subcommand `run`:

  $ isorun -j2 --help | head -1
  Usage: isorun [run] [-j N] [options] -- COMMAND...

  $ isorun --version | sed 's/[0-9.]*$/VERSION/'
  isorun VERSION
