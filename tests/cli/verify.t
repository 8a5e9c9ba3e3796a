isorun audit --verify proves conflicts: it runs the two units of each together in one sandbox.

One after the other, in both orders:

  $ echo 'echo 1 >shared' >write.sh; echo 'test ! -e shared || test -d data' >look.sh; echo 'test ! -e shared' >fail.sh; mkdir data
  $ printf 'write.sh\nlook.sh\nfail.sh\n' >units; isorun audit --verify --list units -- sh {}
  ISOLATE  3 units    3 tests     need isorun, or a change
  (empty)
  ISOLATE write.sh
      shared created here, looked for by look.sh
          harmless: both pass in all 12 runs together
          make a directory for each test (mktemp -d)
  (empty)
  ISOLATE look.sh
      shared looked for here, created by write.sh
          harmless: both pass in all 12 runs together
          make a directory for each test (mktemp -d)
  (empty)
  ISOLATE fail.sh
      shared looked for here, created by write.sh
          confirmed: fail.sh fails in 3 of 3 runs after write.sh in one sandbox: exit code 1
          make a directory for each test (mktemp -d)
  (empty)
  0.0 % of the units, 0.0 % of the tests are ready
  1 pair confirmed, 1 harmless, 0 not reproduced
  [1]
  $ isorun audit --verify --list units --explain look.sh -- sh {} | sed 's/after [0-9.]* s$/after N s/'
  shared
      look.sh: looked for by sh after N s
      write.sh: created by sh after N s
      write.sh and look.sh: harmless: both pass in all 12 runs together
  0 pairs confirmed, 1 harmless, 0 not reproduced
  1 pair not verified: --explain does not name their units
  $ isorun audit --verify --list units --markdown -- sh {}
  ### isorun audit: 0.0 % of the units, 0.0 % of the tests are ready
  (empty)
  | Readiness | Tests of | Number | Why | What to do |
  | --- | --- | ---: | --- | --- |
  | ISOLATE | write.sh | 1 | shared created here, looked for by look.sh<br>*harmless: both pass in all 12 runs together* | make a directory for each test (mktemp -d) |
  | ISOLATE | look.sh | 1 | shared looked for here, created by write.sh<br>*harmless: both pass in all 12 runs together* | make a directory for each test (mktemp -d) |
  | ISOLATE | fail.sh | 1 | shared looked for here, created by write.sh<br>*confirmed: fail.sh fails in 3 of 3 runs after write.sh in one sandbox: exit code 1* | make a directory for each test (mktemp -d) |
  (empty)
  1 pair confirmed, 1 harmless, 0 not reproduced
  [1]
  $ cat units | isorun audit --verify --list - --json -- sh {} | /usr/bin/python3 -c 'import json, sys
  > found = json.load(sys.stdin); print(found["verdicts"]); print(json.dumps(found["verification"]["pairs"], indent=1))'
  1 pair confirmed, 1 harmless, 0 not reproduced
  [
   {
    "units": [
     0,
     1
    ],
    "verdict": "harmless",
    "what": "both pass in all 12 runs together"
   },
   {
    "units": [
     0,
     2
    ],
    "verdict": "confirmed",
    "what": "fail.sh fails in 3 of 3 runs after write.sh in one sandbox: exit code 1"
   }
  ]

In the middle of each other: a unit is stopped before or after it touches what both do, and the other one runs meanwhile.

  $ echo 'echo 1 >data/test-1; rm data/test-1' >make.sh; echo 'rm -f data/test-*' >clean.sh; echo 'for i in data/*; do test -e $i; done; :' >list.sh
  $ printf '%s\n' make.sh clean.sh list.sh | isorun audit --verify --list - -- sh {}
  ISOLATE  3 units    3 tests     need isorun, or a change
  (empty)
  ISOLATE make.sh
      data/test-1 created and deleted here, data listed by clean.sh
          confirmed: make.sh fails in 3 of 3 runs when clean.sh runs just after it creates data/test-1: exit code 1
          make a directory for each test, and delete only that
  (empty)
  ISOLATE clean.sh
      data listed here, data/test-1 created and deleted by make.sh
          confirmed: make.sh fails in 3 of 3 runs when clean.sh runs just after it creates data/test-1: exit code 1
          make a directory for each test, and delete only that
  (empty)
  ISOLATE list.sh
      data listed here, data/test-1 created and deleted by make.sh
          harmless: both pass in all 18 runs together
          make a directory for each test, and delete only that
  (empty)
  0.0 % of the units, 0.0 % of the tests are ready
  1 pair confirmed, 1 harmless, 0 not reproduced
  [1]
  $ echo 'ls data | while read name; do cat data/$name; done; test $(ls data | wc -l) = 0' >empty.sh
  $ printf '%s\n' make.sh empty.sh | isorun audit --verify --list - -- sh {} | grep confirmed
          confirmed: empty.sh fails in 3 of 3 runs when it runs just after make.sh creates data/test-1: exit code 1
          confirmed: empty.sh fails in 3 of 3 runs when it runs just after make.sh creates data/test-1: exit code 1
  1 pair confirmed, 0 harmless, 0 not reproduced

Whoever binds a port is disturbed only in that time:

  $ cat >serve.py <<'END'
  > import socket, sys
  > server = socket.create_server(("127.0.0.1", 7001)); socket.create_connection(server.getsockname())
  > END
  $ printf '%s\n' 'serve.py 1' 'serve.py 2' | isorun audit --verify --list - -- sh -c '/usr/bin/python3 {}' | grep '  confirmed'
          confirmed: serve.py 2 fails in 3 of 3 runs when it runs just before serve.py 1 connects to TCP port 7001: exit code 1
          confirmed: serve.py 2 fails in 3 of 3 runs when it runs just before serve.py 1 connects to TCP port 7001: exit code 1

At the same time, where isorun can stop neither: they meet in memory.

  $ cat >watch.py <<'END'
  > import mmap, os, sys, time
  > own = int(sys.argv[1])
  > board = mmap.mmap(os.open("board", os.O_RDWR), 4096)
  > board[own], board[10 + own] = 1, 1
  > end = time.monotonic() + 0.5
  > while not board[3 - own] and time.monotonic() < end: time.sleep(0.01)
  > if board[3 - own]: sys.exit(1)
  > board[own] = 0
  > END
  $ head -c 4096 /dev/zero >board; printf '%s\n' 'watch.py 1' 'watch.py 2' | isorun audit --verify --list - -- sh -c '/usr/bin/python3 {}' | grep '  confirmed' | sed 's/[12] of 3/M of 3/'
          confirmed: watch.py 2 fails in 3 of 3 runs while watch.py 1 runs in the same sandbox: exit code 1
          confirmed: watch.py 2 fails in 3 of 3 runs while watch.py 1 runs in the same sandbox: exit code 1

What one reads while the other writes could be half written:

  $ echo 'echo 1 >>log' >log.sh; echo 'test ! -e log || cat log' >show.sh; echo >log
  $ printf '%s\n' log.sh show.sh | isorun audit --verify --list - -- sh {} | grep 'reproduced'
          not reproduced: both pass in all 14 runs together, but not every interleaving could be arranged
          not reproduced: both pass in all 14 runs together, but not every interleaving could be arranged
  0 pairs confirmed, 0 harmless, 1 not reproduced

A unit that fails alone proves nothing:

  $ echo 'test ! -e shared; exit 1' >bad.sh; printf 'write.sh\nbad.sh\n' >units; isorun audit --verify --list units -- sh {}
  ISOLATE  1 unit     1 test      needs isorun, or a change
  BLOCKED  1 unit     1 test      fails even in a sandbox of its own
  (empty)
  ISOLATE write.sh
      shared created here, looked for by bad.sh
          not verified
          make a directory for each test (mktemp -d)
  (empty)
  BLOCKED bad.sh
      bad.sh fails alone in a sandbox: exit code 1
          run it with isorun, then ask isorun why
      shared looked for here, created by write.sh
          not verified
          make a directory for each test (mktemp -d)
  (empty)
  0.0 % of the units, 0.0 % of the tests are ready
  0 pairs confirmed, 0 harmless, 0 not reproduced
  1 pair not verified: a unit fails alone
  [1]

All that is not verified is counted:

  $ printf 'write.sh\nlook.sh\nfail.sh\n' >units; isorun audit --verify --budget 1ms --list units -- sh {}
  ISOLATE  3 units    3 tests     need isorun, or a change
  (empty)
  ISOLATE write.sh
      shared created here, looked for by look.sh
          not verified
          make a directory for each test (mktemp -d)
  (empty)
  ISOLATE look.sh
      shared looked for here, created by write.sh
          not verified
          make a directory for each test (mktemp -d)
  (empty)
  ISOLATE fail.sh
      shared looked for here, created by write.sh
          not verified
          make a directory for each test (mktemp -d)
  (empty)
  0.0 % of the units, 0.0 % of the tests are ready
  0 pairs confirmed, 0 harmless, 0 not reproduced
  2 pairs not verified: the budget was used up; --budget extends it
  [1]
  $ isorun audit --verify --budget 1ms --list units --explain write.sh -- sh {} | tail -n +5
      write.sh and look.sh: not verified
      write.sh and fail.sh: not verified
  0 pairs confirmed, 0 harmless, 0 not reproduced
  2 pairs not verified: the budget was used up; --budget extends it
  $ isorun audit --verify --budget 1ms --list units --json -- sh {} | grep unverified
    "unverified": 2,

Nothing of it reaches the host, even if the audit itself shares a part of it:

  $ echo 'echo $0 >>data/log' >one.sh; cp one.sh two.sh; printf 'one.sh\ntwo.sh\n' >units; isorun audit -j1 --verify --share data --list units -- sh {} | tail -3; cat data/log; rm data/log
  0.0 % of the units, 0.0 % of the tests are ready
  0 pairs confirmed, 1 harmless, 0 not reproduced
  verified with other options: --share data is --overlay data here
  one.sh
  two.sh
  $ isorun audit --verify --bind data:/mnt --list units -- sh {}
  isorun: --bind data:/mnt shares a part of the host, to which trials must not write; leave it out
  [2]

Where nothing conflicts, there is nothing to verify:

  $ echo 'true' >units; isorun audit --verify --list units -- sh -c {}
  READY    1 unit     1 test      runs in parallel as it is
  (empty)
  100.0 % of the units, 100.0 % of the tests are ready
  0 pairs confirmed, 0 harmless, 0 not reproduced
  not seen: the suite has one unit, which has no other to conflict with; if it holds several tests, isorun list --explain says why it is not split
  [1]

Set-ups have run, services are running, and a report has the verdicts:

  $ printf '[[service]]\nname = "s"\ncommand = "touch served; exec sleep 1000"\nready = "file:served"\n' >isorun.toml
  $ printf '%s\n' 'echo 1 >shared' 'test ! -e shared' >units; isorun -q --out out --list units -- sh -c 'test -e served; test -e done; {}' | grep passed
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
  $ isorun audit --verify --out out --setup 'touch done' --list units -- sh -c 'test -e served && test -e done && {}' | grep confirmed; rm isorun.toml
          confirmed: test ! -e shared fails in 3 of 3 runs after echo 1 >shared in one sandbox: exit code 1
          confirmed: test ! -e shared fails in 3 of 3 runs after echo 1 >shared in one sandbox: exit code 1
  1 pair confirmed, 0 harmless, 0 not reproduced
  $ grep -c '<strong>confirmed: test ! -e shared fails in 3 of 3 runs after echo 1 &gt;shared in one sandbox: exit code 1</strong>' out/report.html
  2
  $ grep '<p>1 pair' out/report.html; rm -r out
  <p>1 pair confirmed, 0 harmless, 0 not reproduced</p>

Wrong usage:

  $ isorun audit --budget 1s --list units -- sh -c {}
  isorun: --budget requires --verify
  [2]
  $ isorun audit --verify --budget never --list units -- sh -c {}
  isorun: --budget never: must be like 90, 1.5s, 500ms or 5m
  [2]
  $ isorun audit --verify --locks --list units -- sh -c {}
  isorun: --verify excludes --locks
  [2]
