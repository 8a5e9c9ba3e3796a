Needs: redis-server --version
Needs: openssl version

Machines pull units from a queue in Redis. A server of the test's own, which ends with the test:

  $ port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
  $ serve() { setpriv --pdeathsig KILL -- redis-server --save '' --dir . --bind 127.0.0.1 "$@" > redis.log & }
  $ await() { for i in $(seq 500); do redis-cli "$@" ping 2>/dev/null | grep -q PONG && return; sleep 0.02; done; }
  $ PORT=$(port); serve --port $PORT; await -p $PORT
  $ redis() { redis-cli -p $PORT "$@"; }; HOST=$(hostname)
  $ cat > test <<'SCRIPT'
  > #!/bin/sh
  > echo "output of $1"; echo '{"n": 1}' > "/tmp/n-$1.json"; [ "$1" != "$BAD" ]
  > SCRIPT
  $ chmod +x test; seq 40 > units
  $ machine() { isorun -j2 -q --queue "redis://127.0.0.1:$PORT/$1" --list units --collect '/tmp/n-*.json=json-sum:collected/n.json' -o "$2" "${@:3}" -- ./test {} 2>&1 | sed "s/$HOST/HOST/; s/:$PORT/:PORT/"; return ${PIPESTATUS[0]}; }

Eight machines make one result of it:

  $ for i in 1 2 3 4 5 6 7 8; do machine run m$i > log$i & pids="$pids $!"; done; for pid in $pids; do wait $pid || echo failed; done
  $ grep -h -c 'MACHINE [1-8] of a queue, with [0-9]* of 40 units' log* | uniq -c | tr -s ' '
   8 1
  $ isorun merge -q m1 m2 m3 m4 m5 m6 m7 m8 -o whole | grep 'Summary\|JSON'
       Summary [   0.000s] 40 tests run: 40 passed, 0 failed, 0 skipped
  JSON summed from files: 40, shards: 40
  $ cat whole/collected/n.json; ls whole/logs | wc -l
  {
    "n": 40
  }
  40
  $ cat m*/run.json | python3 -c 'import json, re, sys; print(sorted(json.loads(part)["queue"]["machine"] for part in re.findall(r"(?ms)^\{.*?^\}", sys.stdin.read())))'
  [1, 2, 3, 4, 5, 6, 7, 8]

A machine that comes late finds nothing to do, which is as good as what the others did:

  $ machine run late | grep 'Summary\|MACHINE\|PROBLEM'
       Summary [   0.000s] 0 tests run: 0 passed, 0 failed, 0 skipped
       MACHINE 9 of a queue, with 0 of 40 units; combine all machines with isorun merge
  $ isorun merge -q late m8 m7 m6 m5 m4 m3 m2 m1 -o whole | grep Summary
       Summary [   0.000s] 40 tests run: 40 passed, 0 failed, 0 skipped

A merge without a machine that had units fails, and names them:

  $ seq 3 > units; machine whole c > /dev/null; cp -r c d; python3 - <<'SCRIPT'
  > import json
  > run = json.load(open("d/run.json")); run["units"] = [unit for unit in run["units"] if unit["name"] != "2"]
  > run["queue"]["machine"] = 2; json.dump(run, open("d/run.json", "w"))
  > SCRIPT
  $ isorun merge -q d -o whole | grep 'Summary\|PROBLEM\|NOT'
       Summary [   0.000s] 2/3 tests run: 2 passed, 0 failed, 0 skipped
       NOT RUN 2
       PROBLEM 1 of 3 units has no result: is a machine's missing here?
  $ isorun merge -q d -o whole > /dev/null
  [1]

A unit that ended twice counts once; its first result does, and the other is kept:

  $ isorun merge -q c d -o whole | grep 'Summary\|WARNING\|JSON'
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
       WARNING 2 units ended on more than one machine, such as 1: the first result counts
  JSON summed from files: 3, shards: 3
  $ ls whole/logs; cat whole/collected/n.json
  1.log
  2.log
  3.log
  machine-2.1.log
  machine-2.3.log
  {
    "n": 3
  }
  $ cp -r d odd; sed -i 's/"name": "3"/"name": "4"/' odd/run.json; isorun merge -q c odd -o whole
  isorun: odd has a unit that is not in the list: 4
  [2]
  $ isorun merge -q c c -o whole
  isorun: c and c are both of machine 1
  [2]
  $ cp -r d left; sed -i 's/"exit_code": 0, "reason": "passed"/"exit_code": 130, "reason": "interrupted"/' left/run.json
  $ isorun merge -q c left -o whole | sed "s/$HOST/HOST/" | grep 'Summary\|WARNING\|PROBLEM'
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
       WARNING machine 2 (HOST) did not finish; its units were left to the others
  $ seq 2 > units; isorun -q --slice 1/1 -o slice --list units -- true {} > /dev/null; isorun merge -q c slice -o whole
  isorun: slice pulled from no queue, unlike c
  [2]

  $ machine three a > /dev/null; isorun merge -q a c -o whole
  isorun: a and c pulled from different queues: give each run of the suite a key of its own
  [2]

Another list, or other options, are another run. A queue that has ended is no exception:

  $ machine whole e
  isorun: redis://127.0.0.1:PORT/whole: all units have run; HOST filled this queue with another list, of 3 units; here there are 2: run the same command on the same files, or take another key
  [2]
  $ machine whole e --filter 'not 1'
  isorun: redis://127.0.0.1:PORT/whole: all units have run; HOST filled this queue with another list, of 3 units; here there are 1: run the same command on the same files, or take another key
  [2]
  $ seq 3 > units; machine whole e --max-fail 2
  isorun: redis://127.0.0.1:PORT/whole: HOST filled this queue with other options: isorun 0.1.0; here: isorun 0.1.0, --max-fail 2
  [2]

One failure ends it for all, and whoever comes later is not green:

  $ seq 40 > units; BAD=1 machine bad f --fail-fast --history none | grep -o ' 1: exit code 1$'
   1: exit code 1
  $ machine bad g --fail-fast | grep 'Summary\|PROBLEM'
       Summary [   0.000s] 0 tests run: 0 passed, 0 failed, 0 skipped
       PROBLEM the machines have stopped because of failures
  $ machine bad g --fail-fast > /dev/null
  [1]
  $ seq 3 > units; BAD=3 machine done f | grep 'Summary'
       Summary [   0.000s] 3 tests run: 2 passed, 1 failed, 0 skipped
  $ machine done g | grep 'Summary\|PROBLEM'
       Summary [   0.000s] 0 tests run: 0 passed, 0 failed, 0 skipped
       PROBLEM all units had run before this machine came, and 1 had failed

A server that names units which are not in the list is not believed:

  $ seq 40 > units; redis hdel 'isorun:{bad}:run' stopped > /dev/null; redis lpush 'isorun:{bad}:waiting' '99 1 0' > /dev/null
  $ machine bad g --fail-fast | grep 'Summary\|PROBLEM'
       Summary [   0.000s] 0 tests run: 0 passed, 0 failed, 0 skipped
       PROBLEM redis://127.0.0.1:PORT/bad: another version of isorun uses this queue

A failed unit runs again where it failed if there is no other machine, and counts once:

  $ cat > flaky <<'SCRIPT'
  > #!/bin/sh
  > echo "output of $1"; until [ -e state/go ]; do sleep 0.02; done
  > mkdir "state/$1" 2> /dev/null && exit 1 || exit 0
  > SCRIPT
  $ chmod +x flaky; mkdir state; touch state/go; seq 2 > units
  $ flaky() { isorun -j2 -q --queue redis://127.0.0.1:$PORT/$1 --retries 1 --fail-fast --share state --list units -o $2 -- ./flaky {} 2>&1 | sed "s/$HOST/HOST/"; return ${PIPESTATUS[0]}; }
  $ flaky alone f | grep 'Summary\|MACHINE\|again'
       Summary [   0.000s] 2 tests run: 2 passed (2 flaky), 0 failed, 0 skipped
       MACHINE 1 of a queue, with 2 of 2 units; combine all machines with isorun merge

If there is another, it runs again there. Neither machine is red:

  $ rm -r state/*; seq 1 > units; both() { until [ "$(redis hlen 'isorun:{both}:states')" = 2 ]; do sleep 0.02; done; touch state/go; }
  $ both & flaky both one > log1 & one=$!; flaky both other > log2 || echo red; wait $one || echo red
  $ cat log1 log2 | grep -o '[01] tests* run: .*\|HANDED.*' | sort
  0 tests run: 0 passed, 0 failed, 0 skipped
  1 test run: 1 passed (1 flaky), 0 failed, 0 skipped
  HANDED ON after a failure here, to run again on another machine: 1
  $ isorun merge -q one other -o whole | grep 'Summary\|WARNING\|PROBLEM\|HANDED'
       Summary [   0.000s] 1 test run: 1 passed (1 flaky), 0 failed, 0 skipped
  $ ls whole/logs; cat whole/logs/*; cat > attempts <<'SCRIPT'
  > import json
  > unit, = json.load(open("whole/run.json"))["units"]
  > print(unit["reason"], unit["log"], [(a["reason"], a["log"]) for a in unit["attempts"]], len({a["slot"] // 2 for a in unit["attempts"]}), "uncounted" in unit)
  > SCRIPT
  1%try-1.log
  1.log
  output of 1
  output of 1
  $ python3 attempts
  flaky logs/1.log [('failed', 'logs/1%try-1.log'), ('passed', 'logs/1.log')] 2 False

Without the machine where it passed, it counts as failed; without the other, as flaky all the same:

  $ grep -l '"handed_on"' */run.json > first; first=$(dirname $(grep -v whole first)); other=$(ls -d one other | grep -v "^$first$")
  $ isorun merge -q $first -o whole | grep 'Summary\|PROBLEM\|NOT'; isorun merge -q $first -o whole > /dev/null
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
  [1]
  $ isorun merge -q $other -o whole | grep 'Summary\|PROBLEM\|NOT'; isorun report --markdown whole | grep -o 'FLAKY ...'
       Summary [   0.000s] 1 test run: 1 passed (1 flaky), 0 failed, 0 skipped
  FLAKY 2/2

The deadline is that of the whole:

  $ slow() { isorun -q --queue "redis://127.0.0.1:$PORT/slow" --list units --deadline 600 -o "$1" -- sleep 1000{} 2>&1; }
  $ slow f > /dev/null & until [ "$(redis hlen 'isorun:{slow}:states')" = 1 ]; do sleep 0.02; done
  $ redis hset 'isorun:{slow}:run' begin 1 > /dev/null; slow g | grep -o "the deadline"
  the deadline
  $ kill $(ps -o pid= --ppid $!) && wait $!
  [130]

Nothing stays in Redis for ever:

  $ for key in $(redis keys 'isorun:*'); do redis ttl $key; done | awk '$1 <= 0 || $1 > 86400'

What makes no sense for several machines is refused:

  $ for option in --repeat=2 --shuffle --dist=static --shards=none --slice=1/2; do machine x f $option; done
  isorun: --queue cannot be used here: --repeat and --until-fail are for one machine
  isorun: --queue cannot be used here: --shuffle is for one machine
  isorun: --queue cannot be used here: --dist static fixes what the queue decides
  isorun: --queue cannot be used here: --shards none runs whole copies, which cannot be divided
  isorun: --queue cannot be used here: --slice is another way to divide a suite
  [2]
  $ machine '' f; ISORUN_QUEUE=x isorun -- ./test; isorun --queue http://host/key -- ./test
  isorun: --queue: must be like redis://HOST/KEY: the key names the run, as the CI system's run number does
  isorun: ISORUN_QUEUE: must be like redis://HOST/KEY
  isorun: --queue: must be like redis://HOST/KEY
  [2]

Redis must be there, and let us in. Passwords come from the URL or a variable, and tests see neither:

  $ redis config set requirepass 'se cret' > /dev/null
  $ machine secret f
  isorun: redis://127.0.0.1:PORT/secret: NOAUTH Authentication required.; the password is in ISORUN_QUEUE_PASSWORD, or in the URL
  [125]
  $ isorun --queue redis://:wrong@127.0.0.1:$PORT/secret --list units -o f -- ./test {} 2>&1 | sed "s/:$PORT/:PORT/"
  isorun: redis://127.0.0.1:PORT/secret: WRONGPASS invalid username-password pair or user is disabled.
  $ env > environment; cat > look <<'SCRIPT'
  > #!/bin/sh
  > env | grep -i 'queue\|cret'; echo looked
  > SCRIPT
  $ chmod +x look; echo 1 > units
  $ ISORUN_QUEUE="redis://:se%20cret@127.0.0.1:$PORT/one" isorun --list units -o f -q --setup ./look -- ./look {} | grep Summary; cat f/logs/*
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  looked
  looked
  $ ISORUN_QUEUE="redis://127.0.0.1:$PORT/two" ISORUN_QUEUE_PASSWORD='se cret' isorun --list units -o f -q -- ./look {} | grep Summary
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ grep -r 'cret\|redis://' f; grep -c 'cret' environment
  0
  [1]
  $ cat > peek <<'SCRIPT'
  > #!/bin/sh
  > for process in /proc/[0-9]*; do
  >   test "$(cat $process/comm)" = isorun && grep -aq ":$PORT/peek" $process/cmdline || continue
  >   tr '\0' '\n' < $process/cmdline; tr '\0' '\n' < $process/environ
  > done 2>/dev/null | grep -a 'redis://\|cret'
  > SCRIPT
  $ chmod +x peek; PORT=$PORT ISORUN_QUEUE_PASSWORD='se cret' isorun --queue "redis://:se%20cret@127.0.0.1:$PORT/peek" --list units -o f -q --proc host --net host -- ./peek {} > /dev/null; sed "s/:$PORT/:PORT/" f/logs/* | sort -u
  redis://:xxxxxxxxx@127.0.0.1:PORT/peek

TLS, if the certificate is that of the host:

  $ openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem 2>/dev/null
  $ TLS=$(port); serve --port 0 --tls-port $TLS --tls-cert-file cert.pem --tls-key-file key.pem --tls-ca-cert-file cert.pem --tls-auth-clients no
  $ await --tls --cacert cert.pem -h localhost -p $TLS
  $ SSL_CERT_FILE=$PWD/cert.pem isorun --queue rediss://localhost:$TLS/tls --list units -o f -q -- ./look {} | grep Summary
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun --queue rediss://localhost:$TLS/more --list units -o f -q -- ./look {} 2>&1 | sed "s/:$TLS/:PORT/"
  isorun: rediss://localhost:PORT/more: TLS: self-signed certificate
  $ SSL_CERT_FILE=$PWD/cert.pem isorun --queue rediss://127.0.0.1:$TLS/more --list units -o f -q -- ./look {} 2>&1 | sed "s/:$TLS/:PORT/"
  isorun: rediss://127.0.0.1:PORT/more: TLS: IP address mismatch
