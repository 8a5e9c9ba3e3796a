What a shard wrote goes to the same path on the host, where the user says so.

  $ mkdir golden; echo old > golden/2.txt; chmod 640 golden/2.txt; seq 3 > units
  $ isorun -q -j1 --list units --export 'golden/**' -- sh -c 'mkdir -p golden/new; echo "$1" > golden/$1.txt; echo same > golden/new/same' - {}
  ------------
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
      EXPORTED golden/1.txt
      EXPORTED golden/2.txt
      EXPORTED golden/3.txt
      EXPORTED golden/new/same
  $ head -v golden/*.txt golden/new/same; stat -c %a golden/2.txt; find . -name '.isorun*'
  ==> golden/1.txt <==
  1
  (empty)
  ==> golden/2.txt <==
  2
  (empty)
  ==> golden/3.txt <==
  3
  (empty)
  ==> golden/new/same <==
  same
  640
  $ python3 -c 'import json; print(json.load(open("isorun-out/run.json"))["exported"][3])'
  {'path': 'golden/new/same', 'rule': '', 'files': 3}

Where two shards differ, a rule must say what becomes of the file; else the error names both, and the host's stays:

  $ echo old > log
  $ isorun -q -j1 --list units --export log --export other -- sh -c 'echo "$1" > log; echo fine > other' - {} | grep -E 'PROBLEM|EXPORTED'
      EXPORTED other
       PROBLEM /transcript/work/log of shard 1: differs from shard 0; --export PATTERN=RULE merges such files
  $ cat log
  old
  $ isorun -q -j1 --list units --export log=concat -- sh -c 'echo "$1" > log' - {} | grep -E 'PROBLEM|EXPORTED'
      EXPORTED log (concat of 3 files)
  $ cat log
  1
  2
  3

A file of the last run that the command names below a private directory can be written again:

  $ log=$(mktemp /tmp/isorun-export.XXXXXX); echo old > "$log"
  $ isorun -q -j1 --list units --export "$log=concat" -- sh -c 'echo "$1" > "$2"' - {} "$log" | grep -c 'EXPORTED .* (concat of 3 files)'
  1
  $ cat "$log"; rm "$log"
  1
  2
  3

It is a mount there, and so cannot be replaced; in a directory of its own it can be:

  $ log=$(mktemp /tmp/isorun-export.XXXXXX)
  $ replace() { isorun -q -j1 -- sh -c 'echo new > "$1.new"; mv "$1.new" "$1"' - "$log"; }
  $ replace | grep -c 'is a mount in the sandbox, because the command names it'
  1
  $ rm "$log"; log=$(mktemp -d /tmp/isorun-export.XXXXXX)/log; touch "$log"; replace | grep Summary; rm -r "${log%/log}"
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped

Only what units wrote that passed, unless the user wants all:

  $ rm golden/*.txt
  $ isorun -q -j1 --list units --export 'golden/*.txt' -- sh -c 'echo "$1" > golden/$1.txt; test $1 != 2' - {} | grep -E 'WARNING|EXPORTED'
      EXPORTED golden/1.txt
      EXPORTED golden/3.txt
       WARNING not exported, since a unit of the shard failed: /transcript/work/golden/2.txt of shard 1; --export-failed exports it as well
  $ isorun -q -j1 --list units --export 'golden/*.txt' --export-failed -- sh -c 'echo "$1" > golden/$1.txt; test $1 != 2' - {} | grep -E 'WARNING|EXPORTED'
      EXPORTED golden/1.txt
      EXPORTED golden/2.txt
      EXPORTED golden/3.txt
  $ isorun -q -j1 --retries 1 --list units --export 'golden/*.txt' -- sh -c 'echo "$1" > golden/$1.txt; test $1 != 2' - {} | grep -E 'WARNING'
       WARNING not exported, since a unit of the shard failed: /transcript/work/golden/2.txt of shard 1; --export-failed exports it as well

A project can say so in isorun.toml:

  $ printf '[[export]]\npattern = "log"\nrule = "sum"\nrequired = true\n' > isorun.toml
  $ isorun -q -j1 --list units -- sh -c 'echo "$1" > log' - {} | grep EXPORTED; cat log
      EXPORTED log (sum of 3 files)
  6
  $ isorun -q -j1 --list units -- true {} | grep PROBLEM
       PROBLEM --export log=sum: no shard wrote a file that matches
  $ rm isorun.toml
  $ isorun -q -j1 --list units --export log -- true {} | grep WARNING
       WARNING --export log: no shard wrote a file that matches

Slices leave it to the merge:

  $ echo old > log
  $ for i in 1 2; do isorun -q -j1 --list units --slice $i/2 -o slice-$i --export log=lines -- sh -c 'echo "$1" > log' - {} >/dev/null; done; cat log
  old
  $ isorun merge -q -o whole slice-1 slice-2 | grep EXPORTED; cat log
      EXPORTED log (lines of 3 files)
  1
  2
  3

What cannot be is refused before anything runs:

  $ isorun -j1 --export log=nope -- true
  isorun: --export log=nope: there is no rule "nope"; the rules are cost, json-sum, jsonl, csv, lines, concat, sum, max, newest, copy, copy:fail, gcov, junit, googletest-json, lcov, coverage.py, llvm-profraw, go-cover, cobertura, exec:COMMAND, exec0:COMMAND, show:COMMAND
  [2]
  $ isorun -j1 --export log=concat:all -- true
  isorun: --export log=concat:all: it takes no target; --collect does
  [2]
  $ isorun -j1 --export .coverage=coverage.py -- true
  isorun: --export .coverage=coverage.py: coverage.py makes a directory, which cannot be exported
  [2]

What nobody asked for is named:

  $ isorun -q -j1 --list units -- sh -c 'mkdir -p __pycache__; echo x > __pycache__/x; echo > golden/$1.new; echo > report.xml' - {} | grep 'KEPT OUT'
      KEPT OUT 4 files written below the working directory (golden/1.new, golden/2.new, golden/3.new, …); --export, or --keep and isorun apply, brings them back
  $ isorun -q -j1 --list units --collect report.xml=newest -- sh -c 'echo > golden/1.new; echo > report.xml' - {} | grep 'KEPT OUT'
      KEPT OUT 1 file written below the working directory (golden/1.new); --export, or --keep and isorun apply, brings it back
