Ctrl-C ends everything, and what is known is still written.

  $ mkfifo started; ln -s /bin/sleep sleep
  $ cat > unit <<'END'
  > #!/bin/sh
  > if [ "$1" = 1 ]; then exit 0; fi
  > echo > "$HERE/started"
  > exec "$HERE/sleep" 60
  > END
  $ chmod +x unit; seq 3 > units
  $ HERE=$PWD isorun -j1 --share "$PWD" --list units -- ./unit {} & read < started; kill -INT $!; wait $!
          PASS [   0.000s] (1/3) 1
  ------------
       Summary [   0.000s] 1/3 tests run: 1 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
       RUNNING [   0.000s] 2
       NOT RUN 2, 3
  [130]
  $ python3 - <<'END'
  > import json
  > run = json.load(open("isorun-out/run.json"))
  > print(run["exit_code"], run["reason"], [unit["name"] for unit in run["units"]], run["not_run"], [unit["name"] for unit in run["running"]])
  > print([shard["reason"] for shard in run["shards"]])
  > END
  130 interrupted ['1'] ['2', '3'] ['2']
  ['passed', 'interrupted']
  $ pgrep -f "^$PWD/sleep"
  [1]

A run that is killed outright leaves no process, and a results directory that the next run takes over:

  $ HERE=$PWD isorun -j1 --share "$PWD" --list units -- ./unit {} >/dev/null & read < started; kill -KILL $!; { wait $!; } 2>/dev/null
  [137]
  $ while pgrep -f "^$PWD/sleep" >/dev/null; do :; done
  $ grep '^    "reason"' isorun-out/run.json
      "reason": "unfinished",
  $ isorun -j1 --shards none -- true >/dev/null && grep '^    "reason"' isorun-out/run.json
      "reason": "passed",

While results are merged: here by a command of the user's own, which takes its time. What comes of it is a problem of the run.

  $ printf '#!/bin/sh\nexec "%s/sleep" 60\n' "$PWD" > slow; chmod +x slow; echo 1 > one
  $ isorun -q -j1 --list one --collect "made=exec:$PWD/slow" -- sh -c 'echo > made' {} & until pgrep -f "^$PWD/sleep" >/dev/null; do :; done; kill -INT $!; wait $!
  ------------
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
       PROBLEM /transcript/work/slow was killed by signal 9: (no output)
  [130]

A signal to `isorun exec` is one to the command:

  $ isorun exec --share "$PWD" -- sh -c 'trap "exit 5" TERM; echo > started; sleep 60 & wait' & read < started; kill -TERM $!; wait $!
  [5]

While the suite is asked for its tests:

  $ printf '#!/bin/sh\necho > asked; sleep 60\n' > asked-too-much; chmod +x asked-too-much
  $ isorun -j1 --share "$PWD" --framework googletest -- ./asked-too-much & while [ ! -e asked ]; do sleep 0.01; done; kill -TERM $!; wait $!
  isorun: interrupted: listing the tests
  [130]
