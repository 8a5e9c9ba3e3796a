The subcommands:

  $ isorun --help
  Run test suites in parallel sandboxes, unmodified.
  (empty)
  Usage: isorun [SUBCOMMAND] [OPTIONS] [--] COMMAND...
  (empty)
  Subcommands:
    run     Run a test suite in parallel sandboxes and merge what it wrote
    exec    Run one command in a sandbox, transparently, e.g. for another test runner
    list    List the units that would run
    plan    Print the steps that set up a sandbox, without running anything
    check   Test whether this host can run sandboxes; name problems and fixes
    audit   Find tests that cannot safely run in parallel, by tracing what they do
    diff    Show what shards created, changed and deleted (needs a run with --keep)
    apply   Apply a shard's changes to the host
    merge   Merge the slices of a suite that several machines ran
    report  Print an earlier run, rewrite its reports, or convert it to another format
    why     Find out why units failed: the test itself, the test order, or the sandbox
    cache   List cached set-ups, or remove all or some of them
  (empty)
  Without a subcommand, isorun means isorun run.
  (empty)
  Examples:
    isorun -j4 --overlay /srv/app --collect '/tmp/costs_*.json=cost' -- ./suite
    prove -j4 --exec 'isorun exec --' t/
    isorun list --filter 'failed()' -- ./suite
  (empty)
  See isorun SUBCOMMAND --help and isorun(1).
  $ isorun -h | sed -n 1p
  Run test suites in parallel sandboxes, unmodified.

The options of one:

  $ isorun run --help
  Run a test suite in parallel sandboxes and merge what it wrote.
  (empty)
  Usage: isorun [run] [-j N] [OPTIONS] [--] COMMAND...
  (empty)
  Options:
    -h, --help                  print this and exit
        --version               print the version and exit
    -j, --jobs N                number of shards that run at once (default: number of processors)
        --config FILE           read options from FILE, not the nearest isorun.toml (none: no file)
  (empty)
  Tests:
        --framework NAME        test framework; skips detection: pytest, unittest, ctest, meson,
                                prove, bats, javascript, scripts, catch2, catch2-v2, doctest, libtest,
                                go, googletest, sharded
        --list FILE             read units from FILE (- for stdin), one per line; each replaces {} in
                                the command
        --list-timeout TIME     time limit for listing the tests (default: 60s)
        --no-build              refuse commands that build first, such as go test, meson test or uv
                                run
        --skip-codes CODE[,CODE...]
                                exit codes besides 77 that mark a script or list unit as skipped
        --shards HOW            auto (default), or none to run one copy of the command in each slot
        --setup CMD             shell command to run once, before the first shard; all shards see what
                                it wrote
        --setup-input PATTERN   cache what the --setup commands leave, until a file that matches
                                PATTERN changes, or the variable $NAME
        --cache-limit SIZE      when cached set-ups take more than SIZE in all, remove the least
                                recently used (default: 5G)
        --teardown CMD          shell command to run once, after the last shard
        --filter EXPR           run only units that match EXPR, e.g. 'parser and not (slow or
                                file(*db*))'
        --slice I/N             run slice I of N, for isorun merge; ci: take both from the CI system
        --queue URL             pull units from a queue that machines share, for isorun merge:
                                redis[s]://HOST/KEY (default: ISORUN_QUEUE)
  (empty)
  Scheduling:
        --group WHAT            keep each suite or file in one shard, or none (default depends on the
                                framework)
        --dist HOW              load (default): batches go to whichever slot is free; static: one
                                shard per slot
        --shuffle[=SEED]        run in random order and print the seed
        --retries N             retry a failed unit up to N times; if it then passes, it is FLAKY
        --repeat N              run every unit N times, each in a fresh sandbox
        --until-fail            repeat until a unit fails, at most --repeat times
        --fail-fast             stop after the first failure
        --max-fail N            stop after N failures
        --timeout TIME          end a unit after TIME, e.g. 90, 1.5s, 500ms, 5m
        --deadline TIME         end the whole run after TIME
        --history FILE          keep durations in FILE (default: in the user's cache directory)
  (empty)
  Output and results:
        --output WHICH          which units' output to show: failed (default), all, never or live
    -v, --verbose               also print when units start, in which slot, why they are skipped, and
                                what the sandboxes lack
    -q, --quiet                 print only failures and the summary
        --slow TIME             mark units that run longer than TIME as SLOW (default: 60s)
        --color WHEN            use color: auto (default), always or never
    -o, --out DIR               results directory (default: isorun-out)
        --keep[=failed]         keep the layers of all shards, or of failed ones, for diff and apply
        --collect PATTERN=RULE[!][:TARGET]
                                merge the files that match PATTERN by RULE, e.g.
                                '/tmp/test_*.json=cost'; with !, no match is an error. Rules: cost,
                                json-sum, jsonl, csv, lines, concat, sum, max, newest, copy,
                                copy:fail, gcov, junit, googletest-json, lcov, coverage.py,
                                llvm-profraw, go-cover, cobertura, exec:COMMAND, exec0:COMMAND,
                                show:COMMAND
        --export PATTERN[=RULE[!]]
                                write files that match PATTERN to the same paths on the host, merged
                                by RULE; without one, all shards must have written the same
        --export-failed         also export from shards with a failed unit
  (empty)
  Sandbox:
        --overlay DIR           show DIR copy-on-write: writes go to the shard's layer
        --copy DIR              show a private copy of DIR, for what overlays cannot do (isorun(1))
        --tmpfs DIR             show DIR private and empty
        --read-only DIR         show DIR read-only: writing fails with EROFS
        --share DIR             share the host's DIR: writes go through
        --hide DIR              hide DIR: show it empty and read-only
        --bind SRC:DST          share the host's SRC at DST
        --net MODE              private (default): one network per slot; fresh: one per shard; host;
                                none
        --proc MODE             private (default), or host: the existing /proc, read-only, for
                                containers that forbid mounting a new one
        --isolate WHAT          everything (default), or declared: only directories named by options
        --no-userns             forbid user namespaces inside the sandbox
        --scratch DIR           keep layers on disk in DIR, not in memory
        --scratch-size SIZE     limit what a shard can write, e.g. 512M (default: memory / 2 / slots)
  (empty)
  Example:
    isorun -j4 --overlay /srv/app --collect '/tmp/costs_*.json=cost' -- ./suite
  (empty)
  See isorun(1) for more.
  $ isorun exec --help
  Run one command in a sandbox, transparently, e.g. for another test runner.
  (empty)
  Usage: isorun exec [OPTIONS] [--] COMMAND...
  (empty)
  Options:
    -h, --help                  print this and exit
        --version               print the version and exit
        --config FILE           read options from FILE, not the nearest isorun.toml (none: no file)
        --timeout TIME          end the command after TIME; the exit code is then 124
  (empty)
  Sandbox:
        --overlay DIR           show DIR copy-on-write: writes go to the shard's layer
        --copy DIR              show a private copy of DIR, for what overlays cannot do (isorun(1))
        --tmpfs DIR             show DIR private and empty
        --read-only DIR         show DIR read-only: writing fails with EROFS
        --share DIR             share the host's DIR: writes go through
        --hide DIR              hide DIR: show it empty and read-only
        --bind SRC:DST          share the host's SRC at DST
        --net MODE              private (default): one network per slot; fresh: one per shard; host;
                                none
        --proc MODE             private (default), or host: the existing /proc, read-only, for
                                containers that forbid mounting a new one
        --isolate WHAT          everything (default), or declared: only directories named by options
        --no-userns             forbid user namespaces inside the sandbox
        --scratch DIR           keep layers on disk in DIR, not in memory
        --scratch-size SIZE     limit what a shard can write, e.g. 512M (default: memory / 2 / slots)
  (empty)
  Example:
    prove -j4 --exec 'isorun exec --' t/
  (empty)
  See isorun(1) for more.
  $ isorun plan --help | sed -n 1,8p
  Print the steps that set up a sandbox, without running anything.
  (empty)
  Usage: isorun plan [OPTIONS] [--] COMMAND...
  (empty)
  Options:
    -h, --help                  print this and exit
        --version               print the version and exit
        --config FILE           read options from FILE, not the nearest isorun.toml (none: no file)
  $ diff <(isorun run --help) <(isorun list --help) | grep -o -e '  --.*'
    --json                  print the units as JSON
    --explain               print which frameworks were considered, and why each was chosen or not

Other ways to ask for it:

  $ diff <(isorun help) <(isorun --help) && diff <(isorun help exec) <(isorun exec --help)
  $ diff <(isorun version) <(isorun --version)
  $ for first in help version; do for word in --help -h help; do isorun $first $word | diff - <(isorun --help); done; done
  $ isorun help lsit
  isorun: unknown subcommand lsit; did you mean list?
  [2]
  $ isorun help nonsense
  isorun: unknown subcommand nonsense; see isorun --help
  [2]
  $ isorun version exec
  isorun: version takes no words; usage: isorun version
  [2]

No line is longer than 100 columns:

  $ words=$(isorun --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); echo $words
  run exec list plan check audit diff apply merge report why cache
  $ for word in $words; do isorun $word --help; done | grep -E '.{101}'
  [1]

An option that is given makes the help that of the subcommand `run`:

  $ isorun -j2 --help | sed -n 1p
  Run a test suite in parallel sandboxes and merge what it wrote.

  $ isorun --version | sed 's/[0-9.]*$/VERSION/'
  isorun VERSION
