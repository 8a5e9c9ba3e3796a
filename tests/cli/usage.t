Wrong usage ends with 2 before anything runs.

No command:

  $ isorun
  isorun: no command to run; usage: isorun [run] [-j N] [OPTIONS] [--] COMMAND...
  [2]
  $ isorun exec
  isorun: no command to run; usage: isorun exec [OPTIONS] [--] COMMAND...
  [2]
  $ isorun exec --
  isorun: no command to run; usage: isorun exec [OPTIONS] [--] COMMAND...
  [2]
  $ isorun check -- true
  isorun: check runs no command; usage: isorun check [OPTIONS]
  [2]
  $ isorun plan -- ''
  isorun: no command to run; usage: isorun plan [OPTIONS] [--] COMMAND...
  [2]

Unknown options; those of another subcommand are unknown, too, and none may be shortened:

  $ isorun --bogus -- true
  isorun: unknown option --bogus; see isorun run --help
  [2]
  $ isorun exec --jobs 2 -- true
  isorun: unknown option --jobs; see isorun exec --help
  [2]
  $ isorun --over . -- true
  isorun: unknown option --over; see isorun run --help
  [2]
  $ isorun exec -x true
  isorun: unknown option -x; see isorun exec --help
  [2]

What was probably meant is named:

  $ isorun --retires 2 -- true
  isorun: unknown option --retires; did you mean --retries?
  [2]
  $ isorun exec --overly=data -- true
  isorun: unknown option --overly; did you mean --overlay?
  [2]
  $ isorun lsit -- true
  isorun: unknown subcommand lsit; did you mean list?
  [2]
  $ isorun versoin
  isorun: unknown subcommand versoin; did you mean version?
  [2]

But what can run is a command:

  $ mkdir -p bin; printf '#!/bin/sh\necho "$@"\n' >bin/exce; chmod +x bin/exce
  $ PATH=$PWD/bin:$PATH isorun -q -j1 --shards none exce | sed -n 1p
  ------------

A command that cannot be executed is refused, and the results of the last run stay. What was probably meant is a program
beside it, or one that isorun knows:

  $ isorun -q -j1 -- true >/dev/null; cp isorun-out/run.json before
  $ isorun -- no-such-command
  isorun: executing no-such-command: No such file or directory (ENOENT)
  [2]
  $ isorun pytst -q
  isorun: executing pytst: No such file or directory (ENOENT); did you mean pytest?
  [2]
  $ PATH=$(dirname "$(command -v isorun)") isorun -- tox
  isorun: executing tox: No such file or directory (ENOENT)
  [2]
  $ cp /bin/true checks; isorun -- checks
  isorun: executing checks: No such file or directory (ENOENT); did you mean ./checks?
  [2]
  $ isorun -j2 -- ./chekcs
  isorun: executing ./chekcs: No such file or directory (ENOENT); did you mean ./checks?
  [2]
  $ echo text > text; isorun -- ./text
  isorun: executing ./text: Permission denied (EACCES)
  [2]
  $ printf '#!/nowhere/sh\n' > gone; chmod +x gone; isorun -- ./gone
  isorun: executing ./gone: No such file or directory (ENOENT); its interpreter /nowhere/sh does not exist
  [2]
  $ isorun --shards none -- no-such-command
  isorun: executing no-such-command: No such file or directory (ENOENT)
  [2]
  $ echo one | isorun --list - -- no-such-command {}
  isorun: executing no-such-command: No such file or directory (ENOENT)
  [2]
  $ cmp before isorun-out/run.json

It may come from a set-up or a bind mount, or be what --list names:

  $ isorun -q -j1 --setup 'cp /bin/true made' -- ./made | grep Summary
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ mkdir tools; isorun -q -j1 --bind /bin:$PWD/tools -- tools/true | grep Summary
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ echo true | isorun -q -j1 --list - -- {} | grep Summary
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun -j1 --setup true -- ./made
         SETUP [   0.000s] true
   EXEC-FAILED [   0.000s] (1/1) made
  --- OUTPUT: made: executing ./made: No such file or directory (ENOENT) ---
  --- END: made ---
  ------------
       Summary [   0.000s] 1 test run: 0 passed, 1 failed (1 exec-failed), 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
   EXEC-FAILED [   0.000s] made: executing ./made: No such file or directory (ENOENT)
  made ran as a single unit; to split it, name its units with --list FILE, one per line (each replaces {} in the command), or describe the runner in isorun.toml (docs/adapters.md)
  [1]

Values:

  $ isorun --color sometimes -- true
  isorun: --color sometimes: not one of always, auto, never
  [2]
  $ isorun -j0 -- true
  isorun: --jobs 0: must be 1 to 1024
  [2]
  $ isorun -j two -- true
  isorun: --jobs two: must be 1 to 1024
  [2]
  $ isorun --timeout soon -- true
  isorun: --timeout soon: must be like 90, 1.5s, 500ms or 5m
  [2]
  $ isorun --timeout 0 -- true
  isorun: --timeout 0: must be like 90, 1.5s, 500ms or 5m
  [2]
  $ isorun --net lan -- true
  isorun: --net lan: not one of fresh, host, none, private
  [2]
  $ isorun --isolate nothing -- true
  isorun: --isolate nothing: not one of declared, everything
  [2]
  $ isorun --shards 3 -- true
  isorun: --shards 3: not one of auto, none
  [2]
  $ isorun --scratch-size half -- true
  isorun: --scratch-size half: must be like 512M or 2G
  [2]
  $ isorun --scratch-size 1G --scratch . -- true
  isorun: --scratch-size limits memory; with --scratch the disk is the limit
  [2]
  $ isorun --bind /srv -- true
  isorun: --bind /srv: must be SRC:DST
  [2]
  $ isorun --collect '/tmp/*.json' -- true
  isorun: --collect /tmp/*.json: must be PATTERN=RULE or PATTERN=RULE:TARGET
  [2]
  $ isorun --collect '/tmp/*.json=mean' -- true
  isorun: --collect /tmp/*.json=mean: there is no rule "mean"; the rules are cost, json-sum, jsonl, csv, lines, concat, sum, max, newest, copy, copy:fail, gcov, junit, googletest-json, lcov, coverage.py, llvm-profraw, go-cover, cobertura, exec:COMMAND, exec0:COMMAND, show:COMMAND
  [2]
  $ isorun --collect '/tmp/*.json=cost:../costs.json' -- true
  isorun: --collect /tmp/*.json=cost:../costs.json: the target ../costs.json is not a file below the results directory
  [2]
  $ isorun --collect '/tmp/*.json=cost:run.json' -- true
  isorun: --collect /tmp/*.json=cost:run.json: the target run.json is reserved; choose another name
  [2]

An option without its value does not take the next word instead:

  $ isorun --list
  isorun: --list: needs a value
  [2]
  $ isorun --overlay -- true
  isorun: --overlay: needs a value; write ./-x for a file -x
  [2]
  $ isorun --out= -j1 -- true
  isorun: --out: needs a value; write ./-x for a file -x
  [2]
  $ isorun --tmpfs '' -- true
  isorun: --tmpfs: needs a value; write ./-x for a file -x
  [2]

The last of two wins, except for options that add up:

  $ isorun exec --net none --net private -- true

Options end at the first word that is none, or at --. The command's words are never read as isorun's:

  $ isorun exec echo --help --net lan
  --help --net lan
  $ isorun exec -- echo -- --version
  -- --version
  $ isorun exec -- --version
  isorun: executing --version: No such file or directory (ENOENT)
  [127]

A subcommand is one only as the first word:

  $ cp /bin/echo list
  $ PATH=.:$PATH isorun exec list hello
  hello
