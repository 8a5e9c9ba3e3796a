Several machines run a slice each; isorun merge makes one result of them, as if one machine had run the whole suite.

  $ cat > test <<'END'
  > #!/bin/sh
  > echo "output of $1"; echo "$1" > "/tmp/log-$1"; echo "$1" > /tmp/fixed; truncate -s 1G "/tmp/sparse-$1"
  > printf '{"n": 1, "sum": 0.1}' > "/tmp/stats_$1.json"
  > [ "$1" != "$BAD" ]
  > END
  $ chmod +x test; seq 7 > units
  $ slice() { BAD=4 isorun -j2 --slice "$1/3" -o "part$1" --list units --collect '/tmp/stats_*.json=json-sum' --collect '/tmp/log-*=lines' "${@:2}" -- ./test {}; }
  $ slice 1 >/dev/null; slice 3 >/dev/null --keep
  $ slice 2 --quiet
  ------------
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
      ISOLATED 1 collision prevented: /tmp/fixed (write/write, shards ...)
         SLICE 2 of 3, with 2 of 7 units; combine all slices with isorun merge
  $ isorun merge part3 part1 part2 -o whole
          PASS [   0.000s] (1/7) 1
          PASS [   0.000s] (2/7) 2
          PASS [   0.000s] (3/7) 3
          FAIL [   0.000s] (4/7) 4
  --- OUTPUT: 4: exit code 1 ---
  output of 4
  --- END: 4 ---
          PASS [   0.000s] (5/7) 5
          PASS [   0.000s] (6/7) 6
          PASS [   0.000s] (7/7) 7
  ------------
       Summary [   0.000s] 7 tests run: 6 passed, 1 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 6 slots), 0.0 % of it reached
          FAIL [   0.000s] 4: exit code 1
      ISOLATED 1 collision prevented: /tmp/fixed (write/write, shards ...)
  No history yet, so durations were guessed; in CI, cache the --history file between runs
  Collisions between machines were not looked for: machines share no files
  JSON summed from files: 7, shards: 7
  [1]
  $ cat whole/collected/stats.json; tr '\n' ' ' < whole/collected/log; echo
  {
    "n": 7,
    "sum": 0.7
  }
  1 2 3 4 5 6 7 
  $ ls whole whole/logs whole/layers
  whole:
  CACHEDIR.TAG
  collected
  junit.xml
  layers
  logs
  report.html
  run.json
  trace.json
  (empty)
  whole/layers:
  5
  6
  (empty)
  whole/logs:
  1.log
  2.log
  3.log
  4.log
  5.log
  6.log
  7.log
  $ isorun diff --stat whole 6
  shard 6:
   /tmp/fixed | - -> 2 bytes
   /tmp/log-6 | - -> 2 bytes
   /tmp/sparse-6 | - -> 1073741824 bytes
   /tmp/stats_6.json | - -> 20 bytes
   4 changes: 4 created
  $ [ "$(du -k whole/layers/6/files/tmp/sparse-6 | cut -f1)" -lt 1000 ] && cmp whole/layers/6/changes.json part3/layers/1/changes.json

A slice may be an archive of its directory or of what is in it; nothing stays of it:

  $ tar -czf part1.tar.gz part1; (cd part2; python3 -m zipfile -c ../part2.zip *); (mkdir -p build/ci; mv part3 build/ci; tar -cf slice build; mv build/ci/part3 .)
  $ mkdir temporary; TMPDIR=temporary isorun merge -q part1.tar.gz part2.zip slice -o unpacked >/dev/null; diff -r whole unpacked -x run.json -x '*.html' -x trace.json -x .lock; ls temporary
  $ echo text >text; isorun merge text part2 part3 -o nowhere; tar -cf empty.tar text; isorun merge empty.tar part2 part3 -o nowhere
  isorun: unpacking text: tar exited with code 2: tar: This does not look like a tar archive | tar: Exiting with failure status due to previous errors
  isorun: empty.tar holds no results of isorun
  [2]
  $ ls nowhere
  ls: cannot access 'nowhere': No such file or directory
  [2]

The result is that of one run, but for times and for the numbers of shards and slots:

  $ BAD=4 isorun -j6 -o alone --list units --collect '/tmp/stats_*.json=json-sum' --collect '/tmp/log-*=lines' --quiet -- ./test {} >/dev/null
  [1]
  $ diff -r alone whole -x run.json -x junit.xml -x report.html -x trace.json -x layers
  $ cat > facts.py <<'END'
  > import json, sys
  > run = json.load(open(sys.argv[1] + "/run.json"))
  > print(run["counts"], run["slots"], run["exit_code"], [unit["name"] for unit in run["units"]], run["collected"])
  > print([(collision["path"], len(collision["shards"])) for collision in run["collisions"]], "slice" in run)
  > END
  $ python3 facts.py alone > facts; python3 facts.py whole | diff facts -
  $ same() { sed -E 's/(time|timestamp|hostname)="[^"]*"//g' "$1/junit.xml"; }
  $ same alone > expected; same whole | diff expected -

isorun report shows it again, and writes its documents again:

  $ mkdir expected.d; mv whole/junit.xml whole/report.html whole/trace.json expected.d
  $ isorun report whole --quiet
          FAIL [   0.000s] (4/7) 4
  --- OUTPUT: 4: exit code 1 ---
  output of 4
  --- END: 4 ---
  ------------
       Summary [   0.000s] 7 tests run: 6 passed, 1 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 6 slots), 0.0 % of it reached
          FAIL [   0.000s] 4: exit code 1
      ISOLATED 1 collision prevented: /tmp/fixed (write/write, shards ...)
  No history yet, so durations were guessed; in CI, cache the --history file between runs
  Collisions between machines were not looked for: machines share no files
  JSON summed from files: 7, shards: 7
  $ for file in junit.xml report.html trace.json; do cmp whole/$file expected.d/$file; done

Or it prints one of them, and writes nothing:

  $ isorun report --junit whole | cmp - whole/junit.xml
  $ isorun report --html whole | cmp - whole/report.html
  $ isorun report --html --trace whole | cmp - whole/trace.json
  $ rm whole/report.html; isorun report whole --markdown | grep -c '^| FAIL | 4 |'; test ! -e whole/report.html
  1

A slice without units is good as well, and takes its part:

  $ for i in 1 2 3; do seq 2 | isorun -j1 --slice $i/3 -o few$i --list - -q -- sh -c 'exit 0' {} | grep -E 'Summary|SLICE'; done
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
         SLICE 1 of 3, with 1 of 2 units; combine all slices with isorun merge
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
         SLICE 2 of 3, with 1 of 2 units; combine all slices with isorun merge
       Summary [   0.000s] 0 tests run: 0 passed, 0 failed, 0 skipped
         SLICE 3 of 3, with 0 of 2 units; combine all slices with isorun merge
  $ isorun merge few1 few2 few3 -o few -q
  ------------
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 3 slots), 0.0 % of it reached
  Collisions between machines were not looked for: machines share no files

What is required must be there in some slice, and a file that is bad is bad:

  $ for i in 1 2; do seq 2 | isorun -j1 --slice $i/2 -o req$i --list - -q --collect '/tmp/a=lines!' --collect '/tmp/b=lines!:collected/none' -- sh -c '[ $0 = 2 ] || echo x > /tmp/a' {} >/dev/null; echo $?; done
  0
  0
  $ isorun merge req1 req2 -o req -q
  ------------
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
       PROBLEM --collect /tmp/b=lines: no shard wrote a file that matches
  Collisions between machines were not looked for: machines share no files
  [1]
  $ for i in 1 2; do seq 2 | isorun -j1 --slice $i/2 -o bad$i --list - -q --collect '/tmp/*.json=json-sum' -- sh -c 'echo "{" > /tmp/$0.json' {} >/dev/null; done
  $ isorun merge bad1 bad2 -o bad -q
  ------------
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
       PROBLEM /tmp/1.json of shard 0: line 2, byte 2: Missing a name for object member. The file seems to be truncated.
       PROBLEM /tmp/2.json of shard 1: line 2, byte 2: Missing a name for object member. The file seems to be truncated.
       WARNING collected/json-sum.json was not written: 2 of its files could not be merged
  Collisions between machines were not looked for: machines share no files
  [1]

Suites that split themselves get the shards of all slices:

  $ for i in 1 2; do isorun -j2 --slice $i/2 --framework sharded -o self$i -q -- sh -c 'touch $TEST_SHARD_STATUS_FILE; echo $TEST_SHARD_INDEX of $TEST_TOTAL_SHARDS' >/dev/null; done
  $ isorun merge self1 self2 -o self -q >/dev/null; cat self/logs/*.log | sort
  0 of 4
  1 of 4
  2 of 4
  3 of 4
  $ isorun -j2 --slice 1/2 --shards none -- true
  isorun: --slice cannot split --shards none, which runs whole copies
  [2]

Runs that are not all slices of one suite are refused, and nothing is written:

  $ isorun merge -o new part1 part2
  isorun: slice 3/3 is missing
  [2]
  $ isorun merge -o new part1
  isorun: 2 of 3 slices are missing, such as 2/3, 3/3
  [2]
  $ cp -r part1 again; isorun merge -o new part1 part2 part3 again
  isorun: part1 and again are both slice 1/3
  [2]
  $ isorun merge -o new part1 part2 few3
  isorun: part1 ran "./test {}", but few3 ran "sh -c exit 0 {}"
  [2]
  $ isorun merge -o new alone
  isorun: alone is a whole suite, not a slice; isorun --slice I/N runs a slice
  [2]
  $ isorun merge -o new part1 part2 nowhere
  isorun: nowhere: opening the results directory: No such file or directory (ENOENT)
  [2]
  $ isorun merge -o new part1 part2 .
  isorun: .: no results there: opening run.json: No such file or directory (ENOENT)
  [2]
  $ seq 8 > units; slice 3 >/dev/null; isorun merge -o new part1 part2 part3
  isorun: part1 and part3 are slices of different lists of units (7 and 8): run all slices of one suite with the same --filter, which must not depend on earlier results
  [2]
  $ seq 7 > units; slice 3 --collect '/tmp/fixed=max' >/dev/null; isorun merge -o new part1 part2 part3
  isorun: part1 and part3 were run with different --collect rules
  [2]
  $ slice 3 >/dev/null; sed -i 's/"isorun": "[^"]*"/"isorun": "9.9"/' part3/run.json; isorun merge -o new part1 part2 part3 2>&1 | sed 's/isorun [0-9]*\.[0-9]*\.[0-9]*/isorun VERSION/'
  isorun: part1 was run by isorun VERSION, but part3 by isorun 9.9: run all slices with one version
  $ slice 3 >/dev/null; mv part1/units.json list; isorun merge -o new part1 part2 part3
  isorun: part1/units.json: opening the list of units: No such file or directory (ENOENT)
  [2]
  $ sed 's/"7"/"8"/' list > part1/units.json; isorun merge -o new part1 part2 part3; mv list part1/units.json
  isorun: part1/units.json: not the list of units of run.json
  $ slice 3 >/dev/null; sed -i 's/"name": "6"/"name": "2"/' part3/run.json; isorun merge -o new part1 part2 part3
  isorun: part2 and part3 both have the unit 2
  [2]
  $ slice 3 >/dev/null; sed -i 's|"log": "logs/6.log"|"log": "logs/../../units"|' part3/run.json; isorun merge -o new part1 part2 part3
  isorun: part3/run.json: unexpected paths; not written by isorun
  [2]
  $ slice 3 >/dev/null; truncate -s -20 part3/unmerged; isorun merge -o new part1 part2 part3
  isorun: part3: unmerged is truncated or was not written by isorun
  [2]
  $ slice 3 >/dev/null; sed -i 's/^    "reason": "passed"/    "reason": "unfinished"/' part3/run.json; isorun merge -o new part1 part2 part3
  isorun: part3: this run has not ended: it is still running or was killed
  [2]
  $ slice 3 >/dev/null; isorun merge -o part3 part1 part2 part3
  isorun: part3 is inside the output directory part3; choose another with -o
  [2]
  $ mkdir sub; cp -r part3 sub; isorun merge -o sub part1 part2 sub/part3
  isorun: sub/part3 is inside the output directory sub; choose another with -o
  [2]
  $ isorun merge
  isorun: usage: isorun merge [OPTIONS] RUN... [-o DIR]
  [2]
  $ isorun merge -o new part1 part2 part3 --nonsense
  isorun: unknown option --nonsense; see isorun merge --help
  [2]
  $ ls new
  ls: cannot access 'new': No such file or directory
  [2]

With a history that all machines share, slices take equal times; merging adds to it, running does not:

  $ printf '{"schema": 1, "units": {"1": {"seconds": 9, "reason": "passed"}, "2": {"seconds": 1, "reason": "passed"}, "4": {"seconds": 2, "reason": "passed"}}}' > times; cp times before; seq 5 > units
  $ timed() { isorun -q -j1 --slice "$1/2" -o "timed$1" --list units --history times -- true {} | grep SLICE; isorun list --slice "$1/2" --list units --history times -- true {} 2>/dev/null | tr '\n' ' '; echo; }
  $ timed 1; timed 2; cmp times before
         SLICE 1 of 2, with 1 of 5 units; combine all slices with isorun merge
  1 
         SLICE 2 of 2, with 4 of 5 units; combine all slices with isorun merge
  2 3 4 5 
  $ isorun merge -q -o new timed1 timed2 --history times | grep Summary; rm -r new
       Summary [   0.000s] 5 tests run: 5 passed, 0 failed, 0 skipped
  $ python3 -c 'import json; print({name: unit["seconds"] < 1 for name, unit in json.load(open("times"))["units"].items()})'
  {'1': True, '2': True, '3': True, '4': True, '5': True}
  $ timed 2 >/dev/null; isorun merge -o new timed1 timed2
  isorun: timed1 and timed2 were cut by different histories: give all slices the same file with --history
  [2]
  $ isorun -q -j1 --slice 2/2 -o timed2 --list units -- true {} >/dev/null; isorun merge -o new timed1 timed2
  isorun: timed1 and timed2 were cut by different histories: give all slices the same file with --history
  [2]

Which slice a machine runs, CI systems can tell:

  $ CI_NODE_INDEX=2 CI_NODE_TOTAL=7 isorun list --slice ci --list units -- ./test {}
  2
  list: 1 unit, from --list
  $ isorun list --slice 4/3 --list units -- ./test {}
  isorun: --slice 4/3: must be I/N, such as 2/3, or ci
  [2]
