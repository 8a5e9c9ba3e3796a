The suite is a GoogleTest program; FIXTURE in its environment makes it misbehave.

  $ isorun -j1 -- suite
          PASS [   0.000s] ( 1/15) Plain.Passes
          PASS [   0.000s] ( 2/15) Plain.Fails
          SKIP [   0.000s] ( 3/15) Plain.Skips
          PASS [   0.000s] ( 4/15) Plain.PrintsMarkers
          PASS [   0.000s] ( 5/15) Plain.FailsInTheFirstRound
          PASS [   0.000s] ( 6/15) Plain/Typed/0.Works
          PASS [   0.000s] ( 7/15) Plain/Typed/1.Works
          PASS [   0.000s] ( 8/15) Named/Typed/std::string.Works
          PASS [   0.000s] ( 9/15) Named/Typed/half-open.Works
          PASS [   0.000s] (10/15) SetUp.One
          PASS [   0.000s] (11/15) SetUp.Two
          PASS [   0.000s] (12/15) Odd/Values.Holds/0
          PASS [   0.000s] (13/15) Odd/Values.Holds/1
          PASS [   0.000s] (14/15) Odd/Values.Holds/2
          PASS [   0.000s] (15/15) Named/Values.Holds/Custom_Name
  ------------
       Summary [   0.000s] 14 tests run: 14 passed, 0 failed, 1 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached

What a run leaves:

  $ find isorun-out -type f | LC_ALL=C sort
  isorun-out/.gitignore
  isorun-out/.lock
  isorun-out/CACHEDIR.TAG
  isorun-out/junit.xml
  isorun-out/logs/Named%2FTyped%2Fhalf-open.Works.log
  isorun-out/logs/Named%2FTyped%2Fstd%3A%3Astring.Works.log
  isorun-out/logs/Named%2FValues.Holds%2FCustom_Name.log
  isorun-out/logs/Odd%2FValues.Holds%2F0.log
  isorun-out/logs/Odd%2FValues.Holds%2F1.log
  isorun-out/logs/Odd%2FValues.Holds%2F2.log
  isorun-out/logs/Plain%2FTyped%2F0.Works.log
  isorun-out/logs/Plain%2FTyped%2F1.Works.log
  isorun-out/logs/Plain.Fails.log
  isorun-out/logs/Plain.FailsInTheFirstRound.log
  isorun-out/logs/Plain.Passes.log
  isorun-out/logs/Plain.PrintsMarkers.log
  isorun-out/logs/Plain.Skips.log
  isorun-out/logs/SetUp.One.log
  isorun-out/logs/SetUp.Two.log
  isorun-out/report.html
  isorun-out/run.json
  isorun-out/trace.json
  $ cat isorun-out/logs/Plain.Passes.log
  [ RUN      ] Plain.Passes
  output without a newline[       OK ] Plain.Passes (0 ms)

`run` may be said, and the results directory named. Failures come with their output, and once more at the end:

  $ rm -r ~/.cache  # without a history units run in the order of the list
  $ FIXTURE=failure isorun run -j1 --out results -- suite --gtest_filter='Plain.*'
          PASS [   0.000s] (1/5) Plain.Passes
          FAIL [   0.000s] (2/5) Plain.Fails
  --- OUTPUT: Plain.Fails: suite.cpp:LINE: Failed ---
  [ RUN      ] Plain.Fails
  suite.cpp:LINE: Failure
  Failed
  on purpose
  second line
  [  FAILED  ] Plain.Fails (0 ms)
  --- END: Plain.Fails ---
          SKIP [   0.000s] (3/5) Plain.Skips
          PASS [   0.000s] (4/5) Plain.PrintsMarkers
          PASS [   0.000s] (5/5) Plain.FailsInTheFirstRound
  ------------
       Summary [   0.000s] 4 tests run: 3 passed, 1 failed, 1 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] Plain.Fails: suite.cpp:LINE: Failed
  [1]
  $ python3 -c 'import json; run = json.load(open("results/run.json")); print(run["exit_code"], run["reason"], run["counts"]["failed"])'
  1 failed 1

A crash takes nobody with it: what it kept from running runs again.

  $ rm -r ~/.cache
  $ FIXTURE=crash isorun -j1 --out results -- suite --gtest_filter='Plain.P*'
       SIGSEGV [   0.000s] (1/2) Plain.Passes
  --- OUTPUT: Plain.Passes: SIGSEGV ---
  [ RUN      ] Plain.Passes
  output without a newline
  --- END: Plain.Passes ---
          PASS [   0.000s] (2/2) Plain.PrintsMarkers
  ------------
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed (1 signaled), 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
       SIGSEGV [   0.000s] Plain.Passes
  [1]

A suite without tests proves nothing:

  $ isorun -j1 -- suite --gtest_filter=No.Such
  isorun: no units found (googletest, detected by inspection)
  [4]

A time limit is of one unit:

  $ isorun -j1 --out results --timeout 200ms -- sleep 60
       TIMEOUT [   0.000s] (1/1) sleep
  --- OUTPUT: sleep: timed out after 0.000s ---
  --- END: sleep ---
  ------------
       Summary [   0.000s] 1 test run: 0 passed, 1 failed (1 timeout), 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
       TIMEOUT [   0.000s] sleep: timed out after 0.000s
  sleep ran as a single unit; to split it, name its units with --list FILE, one per line (each replaces {} in the command), or describe the runner in isorun.toml (docs/adapters.md)
  [1]

Nothing is deleted that no earlier run has written:

  $ mkdir -p mine/logs && touch mine/logs/precious
  $ isorun -j1 --out mine -- true
  isorun: mine contains more than an earlier run's results; choose another directory with --out
  [2]
  $ ls mine/logs
  precious

What a unit that failed printed may tell that the sandbox is the reason; the summary says what helps then:

  $ cat > says <<'END'
  > #!/bin/sh
  > case $1 in
  >   network) echo 'connect: Network is unreachable';;
  >   rename) echo 'Invalid cross-device link';;
  >   owner) echo 'file: Value too large for defined data type';;
  >   read-only) touch /proc/x 2> /dev/null; echo "touch: cannot touch '/etc/x': Read-only file system";;
  >   socket) echo 'dial unix /var/run/docker.sock: connect: connection refused';;
  >   hidden) cat $(cat name);;
  > esac
  > exit 1
  > END
  $ chmod +x says; mktemp /tmp/isorun-hidden.XXXXXX > name
  $ hint() { echo $1 | isorun -q -j1 "${@:2}" --list - -- ./says {} 2>&1 | sed "1,/Bound/d; /exit code/d; s|$(cat name)|FILE|g"; }
  $ hint network
  The network is private, with only loopback; --net host uses the host's
  $ hint network --net host
  $ hint rename
  "Invalid cross-device link": an overlay cannot rename the host's directories; --copy DIR can
  $ hint owner
  "Value too large for defined data type": a file has an owner or group that does not exist in the sandbox; --copy FILE, or --copy DIR, makes it the user's
  $ hint read-only --read-only /etc
  /etc/x is read-only by --read-only /etc
  $ hint socket
  Sockets of the host, such as an agent's, a bus's or Docker's, do not answer in a sandbox; --share SOCKET lets them through
  $ hint hidden
  FILE exists on the host, but lies in a directory that is private in the sandbox; --copy FILE shows it
  $ hint nothing
  $ rm "$(cat name)"
