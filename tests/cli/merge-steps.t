Needs: redis-server --version

Slices may be merged in steps, which gives the same bytes as merging them at once: logs, costs, coverage, JUnit, layers, history.

  $ cat > test <<'END'
  > #!/bin/sh
  > echo "output of $1"; echo "errors of $1" >&2; echo "$1" > "/tmp/log-$1"; echo "$1" > /tmp/fixed; echo "$1" > "left-$1"
  > printf '{"n": 1}' > "/tmp/stats_$1.json"
  > printf '{"session_id": "s%d", "total_cost_usd": 0.0000%d, "total_api_calls": 1}' "$1" "$1" > "/tmp/test_$1.json"
  > printf 'mode: count\na.go:1.1,2.2 1 1\na.go:3.1,4.2 1 %d\n' "$1" > "/tmp/cover-$1.out"
  > [ "$1" -gt 3 ] || mkdir "state/$1" 2> /dev/null || exit 0; [ "$1" -gt 2 ] && [ "$1" != 7 ]
  > END
  $ chmod +x test; seq 11 > units; mkdir state
  $ RULES="--collect /tmp/stats_*.json=json-sum --collect /tmp/log-*=lines --collect /tmp/test_*.json=cost --collect /tmp/cover-*.out=go-cover"
  $ cat > setup <<'END'
  > #!/bin/sh
  > echo set up
  > END
  $ chmod +x setup; run() { set -f; isorun -j2 -q --retries 1 --share state --list units --keep --setup ./setup $RULES "$@" -- ./test {} > /dev/null; set +f; }
  $ for i in 1 2 3 4; do run --slice $i/4 -o s$i; done
  $ isorun merge -q s1 s2 s3 s4 -o whole --history once.json | grep 'Summary\|ISOLATED\|WARNING\|^cost\|JSON'
       Summary [   0.000s] 11 tests run: 10 passed (2 flaky), 1 failed, 0 skipped
      ISOLATED 1 collision prevented: /tmp/fixed (write/write, shards ...)
  JSON summed from files: 14, shards: 14
  cost $0.000571: 14 calls
  $ isorun merge -q s2 s1 -o a --partial | grep 'Summary\|PROBLEM\|Part'
       Summary [   0.000s] 6 tests run: 6 passed (2 flaky), 0 failed, 0 skipped
  Part of a suite, with 6 of 11 units; combine it with the other slices with isorun merge
  $ isorun merge -q s3 s4 -o b --partial | grep 'Summary\|PROBLEM\|Part'
       Summary [   0.000s] 5 tests run: 4 passed, 1 failed, 0 skipped
  Part of a suite, with 5 of 11 units; combine it with the other slices with isorun merge
  $ isorun merge -q a b -o steps --history steps.json | grep 'Summary'; same() { diff -r --no-dereference whole "$1" && echo the same bytes; }
       Summary [   0.000s] 11 tests run: 10 passed (2 flaky), 1 failed, 0 skipped
  $ same steps; cmp once.json steps.json; ls whole whole/logs | wc -l
  the same bytes
  30

Logs are linked to those of the slices, also to those that a part keeps; on another file system they are copied:

  $ one() { [ "$1" -ef "$2" ] && echo one file; }; log=$(ls whole/logs | grep -m1 '^3'); one whole/logs/$log s?/logs/$log
  one file
  $ one b/parts/slice-3/logs/$log b/logs/$log; other=$(mktemp -d /dev/shm/isorun-merge.XXXXXX)
  one file
  $ isorun merge -q s1 s2 s3 s4 -o $other/whole > /dev/null; one whole/logs/$log $other/whole/logs/$log; same $other/whole; rm -r $other
  the same bytes

Whatever the steps are, and if parts come as archives:

  $ isorun merge -q s4 s2 -o a --partial > /dev/null; tar -czf a.tar.gz a; isorun merge -q s3 a.tar.gz -o b --partial > /dev/null
  [1]
  $ isorun merge -q s1 b -o steps | grep Summary; same steps
       Summary [   0.000s] 11 tests run: 10 passed (2 flaky), 1 failed, 0 skipped
  the same bytes

A part is no whole, and no slice may be there twice:

  $ isorun merge -q b -o steps
  isorun: slice 1/4 is missing
  [2]
  $ isorun merge -q b s1 s4 -o steps | grep Summary
  isorun: b/parts/slice-4 and s4 are both slice 4/4
  [1]
  $ isorun merge -q b s1 -o steps --partial --history once.json
  isorun: --history takes the results of a whole suite, which --partial does not merge
  [2]
  $ python3 -c 'import json; run = json.load(open("s1/run.json")); run["handed_on"] = run["units"]; json.dump(run, open("odd", "w"))'
  $ mv odd s1/run.json; isorun merge -q s1 s2 s3 s4 -o steps
  isorun: s1: a slice hands no units on
  [2]
  $ isorun report -q b | grep Part; run -o b; ls b
  Part of a suite, with 8 of 11 units; combine it with the other slices with isorun merge
  CACHEDIR.TAG
  collected
  costs.json
  junit.xml
  layers
  logs
  report.html
  run.json
  trace.json

The same with machines of a queue, one of which has died:

  $ port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
  $ PORT=$(port); setpriv --pdeathsig KILL -- redis-server --save '' --dir . --bind 127.0.0.1 --port $PORT > redis.log &
  $ for i in $(seq 500); do redis-cli -p $PORT ping 2>/dev/null | grep -q PONG && break; sleep 0.02; done; rm -r state/*
  $ for i in 1 2 3 4; do run --queue redis://127.0.0.1:$PORT/run -o m$i & pids="$pids $!"; done; wait $pids
  $ cp -r m1 m5; python3 - <<'SCRIPT'
  > import json
  > run = json.load(open("m5/run.json")); run["queue"]["machine"] = 5; run["reason"] = "unfinished"; json.dump(run, open("m5/run.json", "w"))
  > SCRIPT
  $ rm m5/unmerged; cp -r m2 m6; python3 - <<'SCRIPT'
  > import json
  > run = json.load(open("m6/run.json")); run["queue"]["machine"] = 6; run["queue"]["lost"] = "gone"; json.dump(run, open("m6/run.json", "w"))
  > SCRIPT
  $ isorun merge -q m1 m2 m3 m4 m5 m6 -o whole --history once.json > /dev/null; echo $?
  1
  $ isorun merge -q m1 m5 m4 -o a --partial | grep 'no result\|NOT RUN'
  [1]
  $ isorun merge -q m3 m2 -o b --partial > /dev/null; isorun merge -q m6 b -o c --partial > /dev/null || true
  $ isorun merge -q a c -o steps --history steps.json > /dev/null; same steps; cmp once.json steps.json
  the same bytes
