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
  isorun: --collect /tmp/*.json=mean: there is no rule "mean"; the rules are cost, json-sum, jsonl, csv, lines, concat, sum, max, newest, copy, copy:fail, gcov, junit, lcov, coverage.py, llvm-profraw, go-cover, cobertura, exec:COMMAND, exec0:COMMAND, show:COMMAND
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
