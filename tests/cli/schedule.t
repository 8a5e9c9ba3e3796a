When and how often units run. A unit that fails and then passes keeps its count outside the sandbox:

  $ mkdir count; echo 'echo $1 >> count/$1; test $(wc -l < count/$1) -ge $2' > passes-in; unset XDG_CACHE_HOME

A pass after a failure is flaky, and both outputs are kept:

  $ printf '%s\n' 'a 1' 'b 3' | isorun -j1 --share count --retries 2 --list - -- sh -c 'echo try of {}; sh passes-in {}'
          PASS [   0.000s] (1/2) a 1
    TRY 1 FAIL [   0.000s] b 3
  --- TRY 1 OUTPUT: b 3: exit code 1 ---
  try of b 3
  --- TRY 1 END: b 3 ---
    TRY 2 FAIL [   0.000s] b 3
  --- TRY 2 OUTPUT: b 3: exit code 1 ---
  try of b 3
  --- TRY 2 END: b 3 ---
     FLAKY 3/3 [   0.000s] (2/2) b 3
  ------------
       Summary [   0.000s] 2 tests run: 2 passed (1 flaky), 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
     FLAKY 3/3 [   0.000s] b 3
  $ ls isorun-out/logs
  a 1.log
  b 3%try-1.log
  b 3%try-2.log
  b 3.log
  $ cat 'isorun-out/logs/b 3%try-1.log'
  try of b 3
  $ isorun -q -j1 --share count --retries 2 --list <(echo 'c 9') -- sh -c 'echo try of {}; sh passes-in {}'; ls isorun-out/logs
          FAIL [   0.000s] (1/1) c 9
  --- OUTPUT: c 9: exit code 1 ---
  try of c 9
  --- END: c 9 ---
  ------------
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] c 9: exit code 1 (3 of 3 attempts)
  c 9%try-1.log
  c 9%try-2.log
  c 9.log
  $ rm count/*

Each round is a fresh sandbox, and one failure among them counts:

  $ seq 2 | isorun -j1 -q --repeat 3 --list - -- sh -c 'echo {} >> /tmp/rounds; wc -l < /tmp/rounds; exit $(($(wc -l < /tmp/rounds) - 1))'
  ------------
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
  $ isorun -j1 --share count --repeat 3 --list <(echo 'a 2') -- sh -c 'sh passes-in {}'
          FAIL [   0.000s] (1/3) a 2
  --- OUTPUT: a 2: exit code 1 ---
  --- END: a 2 ---
          PASS [   0.000s] (2/3) a 2
          PASS [   0.000s] (3/3) a 2
  ------------
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] a 2: exit code 1 (1 of 3 attempts)
  [1]
  $ rm count/*

Until it fails:

  $ isorun -j1 --share count --until-fail --list <(echo x) -- sh -c 'echo {} >> count/x; test $(wc -l < count/x) -le 3'
          PASS [   0.000s] (1) x
          PASS [   0.000s] (2) x
          PASS [   0.000s] (3) x
          FAIL [   0.000s] (4) x
  --- OUTPUT: x: exit code 1 ---
  --- END: x ---
  ------------
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] x: exit code 1 (1 of 4 attempts)
  [1]
  $ isorun -j1 -q --until-fail --repeat 4 --list <(echo x) -- test {}
  ------------
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached

The end of a run may come early:

  $ seq 9 | isorun -j1 -q --fail-fast --list - -- test {} -lt 3
          FAIL [   0.000s] (3/9) 3
  --- OUTPUT: 3: exit code 1 ---
  --- END: 3 ---
  ------------
       Summary [   0.000s] 3/9 tests run: 2 passed, 1 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] 3: exit code 1
       NOT RUN 4, 5, 6, 7, 8 and 1 more
       WARNING stopped early because of failures: 6 units have no result
  [1]
  $ seq 9 | isorun -j1 -q --max-fail 3 --list - -- test {} -lt 3
          FAIL [   0.000s] (3/9) 3
  --- OUTPUT: 3: exit code 1 ---
  --- END: 3 ---
          FAIL [   0.000s] (4/9) 4
  --- OUTPUT: 4: exit code 1 ---
  --- END: 4 ---
          FAIL [   0.000s] (5/9) 5
  --- OUTPUT: 5: exit code 1 ---
  --- END: 5 ---
  ------------
       Summary [   0.000s] 5/9 tests run: 2 passed, 3 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] 3: exit code 1
          FAIL [   0.000s] 4: exit code 1
          FAIL [   0.000s] 5: exit code 1
       NOT RUN 6, 7, 8, 9
       WARNING stopped early because of failures: 4 units have no result
  [1]
  $ isorun -j2 -q --fail-fast --list <(printf '%s\n' false 'sleep 60' 'sleep 61') -- sh -c {}
          FAIL [   0.000s] (1/3) false
  --- OUTPUT: false: exit code 1 ---
  --- END: false ---
  ------------
       Summary [   0.000s] 1/3 tests run: 0 passed, 1 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
          FAIL [   0.000s] false: exit code 1
       NOT RUN sleep 60, sleep 61
       WARNING stopped early because of failures: 2 units have no result
  [1]
  $ isorun -j2 -q --output never --deadline 300ms --list <(printf '%s\n' true 'sleep 60' 'sleep 60 ' 'sleep 60  ') -- sh -c {} | sed 's/ *$//; s/[0-9]*\/4) /\/4) /'
       TIMEOUT [   0.000s] (/4) sleep 60
       TIMEOUT [   0.000s] (/4) sleep 60
  ------------
       Summary [   0.000s] 3/4 tests run: 1 passed, 2 failed (2 timeout), 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
       TIMEOUT [   0.000s] sleep 60: timed out after 0.000s
       TIMEOUT [   0.000s] sleep 60 : timed out after 0.000s
       NOT RUN sleep 60
       PROBLEM the deadline of 0.300s has passed: 1 unit has no result

Slow units are told:

  $ isorun -j1 --slow 100ms --list <(printf '%s\n' 'true' 'sleep 0.3') -- sh -c {} | grep -E 'SLOW|slow|PASS' | sed 's/since [0-9:]*/since .../'
          PASS [   0.000s] (1/2) true
          SLOW [>  0.000s] sleep 0.3 (since ...; --timeout TIME ends a unit that hangs)
          PASS [   0.000s] (2/2) sleep 0.3
       Summary [   0.000s] 2 tests run: 2 passed (1 slow), 0 failed, 0 skipped

The same seed is the same order:

  $ order() { seq 9 | isorun -j1 "$1" --list - -- test {} | sed -n 's/.*PASS.*) //p' | tr '\n' ' '; }
  $ order --shuffle=7
  5 8 4 6 7 9 2 3 1 
  $ test "$(order --shuffle=7)" = "$(order --shuffle=7)" && test "$(order --shuffle=7)" != "$(order --shuffle=8)"
  $ seq 9 | isorun -j1 -q --shuffle --list - -- test {} | grep -c -- '--shuffle=[0-9]'
  1

One shard a slot, decided before the run; --group keeps what belongs together in one shard:

  $ isorun -j2 -q --dist static -- suite; grep -c '"index"' isorun-out/run.json
  ------------
       Summary [   0.000s] 14 tests run: 14 passed, 0 failed, 1 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
  No history yet, so durations were guessed; in CI, cache the --history file between runs
  2
  $ isorun -j4 -q --group suite -- suite; for suite in Plain Odd/Values; do grep -A9 "\"name\": \"$suite\\." isorun-out/run.json | grep '"shard"' | sort -u | wc -l; done
  ------------
       Summary [   0.000s] 14 tests run: 14 passed, 0 failed, 1 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest suite, sum / 4 slots), 0.0 % of it reached
  1
  1

What may be shown:

  $ printf '%s\n' 'echo good' 'echo bad; exit 1' | isorun -j1 --output all --list - -- sh -c {} | grep -v -E 'Sum|Longest|Bound|Summary'
          PASS [   0.000s] (1/2) echo good
  --- OUTPUT: echo good ---
  good
  --- END: echo good ---
          FAIL [   0.000s] (2/2) echo bad; exit 1
  --- OUTPUT: echo bad; exit 1: exit code 1 ---
  bad
  --- END: echo bad; exit 1 ---
  ------------
          FAIL [   0.000s] echo bad; exit 1: exit code 1
  $ printf '%s\n' 'echo good' 'echo bad; exit 1' | isorun -j1 --output never --list - -- sh -c {} | grep -v -E 'Sum|Longest|Bound|Summary'
          PASS [   0.000s] (1/2) echo good
          FAIL [   0.000s] (2/2) echo bad; exit 1
  ------------
          FAIL [   0.000s] echo bad; exit 1: exit code 1
  $ printf '%s\n' 'echo good' 'echo bad; exit 1' | isorun -j1 --output live --list - -- sh -c {} | grep -v -E 'Sum|Longest|Bound|Summary'
    0| good
          PASS [   0.000s] (1/2) echo good
    0| bad
          FAIL [   0.000s] (2/2) echo bad; exit 1
  ------------
          FAIL [   0.000s] echo bad; exit 1: exit code 1
  $ printf '%s\n' 'echo good' 'echo bad; exit 1' | isorun -j1 -v --list - -- sh -c {} | grep -v -E 'Sum|Longest|Bound|Summary'
         START slot 0: echo good
         START slot 0: echo bad; exit 1
          PASS [   0.000s] (1/2) echo good (shard 0, slot 0)
          FAIL [   0.000s] (2/2) echo bad; exit 1 (shard 1, slot 0)
  --- OUTPUT: echo bad; exit 1: exit code 1 ---
  bad
  --- END: echo bad; exit 1 ---
  ------------
          FAIL [   0.000s] echo bad; exit 1: exit code 1

SIGUSR1 shows what runs:

  $ isorun -j1 --list <(echo 'echo started; until test -e count/go; do sleep 0.05; done') --share count -- sh -c {} > shown & until grep -qs started isorun-out/logs/*; do sleep 0.05; done; kill -USR1 $!; until grep -q started shown; do sleep 0.05; done; touch count/go; wait; grep -v -E 'Sum|Longest|Bound|Summary' shown
      Snapshot [ 00:00:00] 0/1: 1 running, 0 passed, 0 failed
               [ 00:00:00] slot 0: echo started; until test -e count/go; do sleep 0.05; done
    0| started
          PASS [   0.000s] (1/1) echo started; until test -e count/go; do sleep 0.05; done
  ------------

Units as JSON:

  $ seq 2 | isorun list --json --list - -- echo {}
  {
      "schema": 1,
      "framework": "list",
      "recognised": "from --list",
      "units": [
          {
              "name": "1",
              "suite": "",
              "file": "",
              "locks": [],
              "bundle": "",
              "slots": 1,
              "serial": false
          },
          {
              "name": "2",
              "suite": "",
              "file": "",
              "locks": [],
              "bundle": "",
              "slots": 1,
              "serial": false
          }
      ]
  }

A history without a place is worth a warning only if it was asked for:

  $ mkdir fixed; echo one > only
  $ fixed() { unshare -Urm sh -c 'mount --bind fixed fixed; mount -o remount,bind,ro fixed; HOME=$PWD/fixed "$@"' sh "$@"; }
  $ fixed isorun -q -j1 --list only -- true {} 2>&1 | grep -i -e history -e ' passed' | sed 's/.* run: //'
  1 passed, 0 failed, 0 skipped
  $ fixed isorun -q -j1 --list only --history fixed/mine -- true {} 2>&1 | grep -o 'writing the history fixed/mine'
  writing the history fixed/mine

Words that make no sense:

  $ isorun -q -v true
  isorun: --verbose and --quiet cannot be used together
  [2]
  $ isorun --fail-fast --max-fail 2 true
  isorun: --fail-fast means --max-fail 1; use one of them
  [2]
  $ isorun --retries -1 true
  isorun: --retries: needs a value; write ./-x for a file -x
  [2]
  $ isorun --retries x true
  isorun: --retries x: must be 0 to 1000000
  [2]
  $ isorun --shuffle=x true
  isorun: --shuffle=x: the seed must be a whole number
  [2]
  $ isorun --group module true
  isorun: --group module: not one of file, none, suite
  [2]
  $ isorun --dist sideways true
  isorun: --dist sideways: not one of load, static
  [2]
  $ isorun --repeat 0 true
  isorun: --repeat 0: must be 1 to 1000000
  [2]
