A set-up runs once, before the first shard. Each shard begins with what it wrote and deleted, wherever that was, and changes
it for itself alone; the host sees nothing:

  $ cat > migrate <<'END'
  > echo migrating
  > mkdir data && seq 3 > data/rows && rm old && echo temporary > /tmp/file
  > END
  $ cat > unit <<'END'
  > echo "$1: $(ls) $(cat data/rows /tmp/file | tr '\n' ' ')"
  > rm -r data && echo mine > /tmp/file && test ! -e data
  > END
  $ echo old > old; printf 'a\nb\nc\n' > units
  $ isorun -j1 --setup 'sh migrate' --output all --list units -- sh unit {} | grep -v "Bound\|Longest"
         SETUP [   0.000s] sh migrate
          PASS [   0.000s] (1/3) a
  --- OUTPUT: a ---
  a: data
  migrate
  unit
  units 1 2 3 temporary 
  --- END: a ---
          PASS [   0.000s] (2/3) b
  --- OUTPUT: b ---
  b: data
  migrate
  unit
  units 1 2 3 temporary 
  --- END: b ---
          PASS [   0.000s] (3/3) c
  --- OUTPUT: c ---
  c: data
  migrate
  unit
  units 1 2 3 temporary 
  --- END: c ---
  ------------
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
  $ ls; cat old isorun-out/logs/setup-1.output
  isorun-out
  migrate
  old
  unit
  units
  old
  migrating

The same on disk, and without the directories that are not overlays:

  $ disk=$(mktemp -d); isorun -j2 -q --isolate declared --overlay . --tmpfs /tmp --scratch $disk --setup 'sh migrate' --list units -- sh unit {} | grep Summary; ls $disk; rmdir $disk
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  $ mkdir disk; isorun -j2 -q --isolate declared --overlay . --tmpfs /tmp --scratch disk --setup 'sh migrate' --list units -- sh unit {} | grep Summary; ls disk; rmdir disk
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  $ isorun -j2 -q --copy . --setup 'sh migrate' --list units -- sh unit {} | grep Summary
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped

What it wrote is not collected, and is no collision; what the shards made of it is:

  $ isorun -j2 -q --setup 'echo 1 > n; echo 1 > m' --collect '*=concat' --list units -- sh -c 'echo {} >> n' | grep -v "Sum\|Bound\|Longest"
  ------------
      ISOLATED 1 collision prevented: /transcript/work/n (write/write, shards ...)
  $ ls isorun-out/collected; sort isorun-out/collected/concat
  concat
  1
  1
  1
  a
  b
  c

Several lie on each other. In isorun.toml they can set variables, and be for some units only. Each runs once, if a selected
unit needs it; units that need different ones share no shard:

  $ cat > isorun.toml <<'END'
  > [[setup]]
  > name = "first"
  > command = "echo 1 > one; printf 'A=1\\nB=1\\n' > vars"
  > env = "vars"
  > [[setup]]
  > name = "for b"
  > command = "cat one > two; echo B=2$A$B > $HOME/vars"
  > filter = "b"
  > env = "~/vars"
  > [[setup]]
  > command = "test ! -e two && echo 3 > three"
  > [[setup]]
  > name = "for nobody"
  > command = "exit 1"
  > filter = "z"
  > END
  $ isorun -j1 --output all --setup 'echo 4 > four' --list units -- sh -c 'echo {}: $A $B; ls; env | grep -c ^B=' | grep -v "Bound\|Longest\|Sum"
         SETUP [   0.000s] first
         SETUP [   0.000s] for b
         SETUP [   0.000s] test ! -e two && echo 3 > three
         SETUP [   0.000s] echo 4 > four
          PASS [   0.000s] (1/3) a
  --- OUTPUT: a ---
  a: 1 1
  four
  isorun.toml
  migrate
  old
  one
  three
  unit
  units
  vars
  1
  --- END: a ---
          PASS [   0.000s] (2/3) b
  --- OUTPUT: b ---
  b: 1 211
  four
  isorun.toml
  migrate
  old
  one
  three
  two
  unit
  units
  vars
  1
  --- END: b ---
          PASS [   0.000s] (3/3) c
  --- OUTPUT: c ---
  c: 1 1
  four
  isorun.toml
  migrate
  old
  one
  three
  unit
  units
  vars
  1
  --- END: c ---
  ------------
  $ cat > steps.py <<'END'
  > import json
  > run = json.load(open("isorun-out/run.json"))
  > print(run["reason"], run["exit_code"])
  > for step in run.get("steps", []): print(*(step[key] for key in ("kind", "name", "reason", "detail", "log")), sep="; ")
  > END
  $ python3 steps.py
  passed 0
  setup; first; passed; ; logs/setup-1.output
  setup; for b; passed; ; logs/setup-2.output
  setup; test ! -e two && echo 3 > three; passed; ; logs/setup-3.output
  setup; echo 4 > four; passed; ; logs/setup-5.output
  $ isorun -j1 --filter 'not b' --list units -- true {} | grep SETUP
         SETUP [   0.000s] first
         SETUP [   0.000s] test ! -e two && echo 3 > three

  $ isorun -j1 -q --list units -- sh -c 'test $B = 1; echo $?: $*' sh {@} > /dev/null; cat isorun-out/logs/?.log | sort -u
  0: a c
  1: b

A directory of --copy shows what one set-up left, which must include what the others did:

  $ isorun --copy . --list units -- true {}
  isorun: --copy shows what one set-up left, but only some units of the set-up `test ! -e two && echo 3 > three` need those before it; give them one filter, or none
  [2]

Refused, it leaves the results of the last run:

  $ isorun report isorun-out | grep Summary
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped

If one fails, nothing else runs but the tear-downs; its output is shown:

  $ cat > isorun.toml <<'END'
  > [[setup]]
  > command = "echo 1 > one"
  > [[setup]]
  > name = "database"
  > command = "cat one >&2; echo no room >&2; exit 3"
  > [[setup]]
  > command = "echo never"
  > [[teardown]]
  > name = "report"
  > command = "ls > $OUT/left"
  > END
  $ mkdir shared; export OUT=$PWD/shared
  $ isorun -j2 --share shared --list units -- true {}
         SETUP [   0.000s] echo 1 > one
  1
  no room
         SETUP [   0.000s] database: exit code 3
      TEARDOWN [   0.000s] report
  ------------
       Summary [   0.000s] 0/3 tests run: 0 passed, 0 failed, 0 skipped
       NOT RUN a, b, c
       PROBLEM the set-up `database` failed: exit code 3; see isorun-out/logs/setup-2.output
  [1]
  $ python3 steps.py; cat shared/left; grep -c "<error" isorun-out/junit.xml
  setup-failed 1
  setup; echo 1 > one; passed; ; logs/setup-1.output
  setup; database; failed; exit code 3; logs/setup-2.output
  teardown; report; passed; ; logs/teardown-1.output
  isorun.toml
  migrate
  old
  one
  shared
  steps.py
  unit
  units
  1
  $ isorun -q --share shared --setup true --list units -- true {} > quiet; grep -v NOT quiet
  1
  no room
         SETUP [   0.000s] database: exit code 3
  ------------
       Summary [   0.000s] 0/3 tests run: 0 passed, 0 failed, 0 skipped
       PROBLEM the set-up `database` failed: exit code 3; see isorun-out/logs/setup-2.output

A set-up may have a time limit; --deadline counts for it, too:

  $ printf '[[setup]]\ncommand = "sleep 1000"\ntimeout = "0.1s"\n' > isorun.toml
  $ isorun -q --list units -- true {} | grep PROBLEM
       PROBLEM the set-up `sleep 1000` failed: timed out after 0.000s; see isorun-out/logs/setup-1.output
  $ isorun -q --config none --deadline 0.1 --setup 'sleep 1000' --list units -- true {} | grep PROBLEM
       PROBLEM the set-up `sleep 1000` failed: timed out after 0.000s; see isorun-out/logs/setup-1.output
       PROBLEM the deadline of 0.100s has passed: 3 units have no result

The file of variables must be there and hold nothing else:

  $ printf '[[setup]]\ncommand = ": > vars"\nenv = "other"\n' > isorun.toml
  $ isorun -q --list units -- true {} | grep PROBLEM
       PROBLEM the set-up `: > vars` failed: other was not written; see isorun-out/logs/setup-1.output
  $ printf '[[setup]]\ncommand = "echo ISORUN_SLOT=7 > vars"\nenv = "vars"\n' > isorun.toml
  $ isorun -q --list units -- true {} | grep PROBLEM
       PROBLEM the set-up `echo ISORUN_SLOT=7 > vars` failed: vars has a line that is not NAME=VALUE, or sets a variable of isorun: ISORUN_SLOT=7; see isorun-out/logs/setup-1.output
  $ printf '[[setup]]\ncommand = "echo x > vars"\nenv = "vars"\n' > isorun.toml
  $ isorun -q --list units -- true {} | grep PROBLEM
       PROBLEM the set-up `echo x > vars` failed: vars has a line that is not NAME=VALUE, or sets a variable of isorun: x; see isorun-out/logs/setup-1.output

A tear-down sees what the set-ups wrote; if it fails, so does the run:

  $ rm isorun.toml
  $ isorun -q --setup 'echo 1 > one' --teardown 'cat one old; exit 5' --list units -- sh -c 'rm old; : {}'
  1
  old
      TEARDOWN [   0.000s] cat one old; exit 5: exit code 5
  ------------
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
      ISOLATED 1 collision prevented: /transcript/work/old (delete/delete, shards ...)
       PROBLEM the tear-down `cat one old; exit 5` failed: exit code 5; see isorun-out/logs/teardown-1.output
  [1]
  $ python3 steps.py
  failed 1
  setup; echo 1 > one; passed; ; logs/setup-1.output
  teardown; cat one old; exit 5; failed; exit code 5; logs/teardown-1.output

Interrupted, a set-up ends, the suite does not run, and the tear-down does:

  $ isorun -q --share shared --setup 'touch shared/up; exec sleep 1000' --teardown 'touch shared/down' --list units -- true {} > interrupted & 
  $ while ! test -e shared/up; do sleep 0.01; done; kill -INT $!; wait $!; echo "[$?]"; ls shared; python3 steps.py
  [130]
  down
  left
  up
  interrupted 130
  teardown; touch shared/down; passed; ; logs/teardown-1.output

Each slice has its own:

  $ for i in 1 2; do isorun -q --slice $i/2 -o part$i --setup 'echo set up' --list units -- true {} > /dev/null; done
  $ isorun merge -q part1 part2 -o isorun-out; python3 steps.py; head isorun-out/logs/slice-*
  ------------
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 4 slots), 0.0 % of it reached
  Collisions between machines were not looked for: machines share no files
  passed 0
  setup; echo set up; passed; ; logs/slice-1.setup-1.output
  setup; echo set up; passed; ; logs/slice-2.setup-1.output
  ==> isorun-out/logs/slice-1.setup-1.output <==
  set up
  (empty)
  ==> isorun-out/logs/slice-2.setup-1.output <==
  set up

What cannot be is said before anything runs:

  $ printf '[[setup]]\nname = "x"\n' > isorun.toml; isorun --list units -- true {}
  isorun: isorun.toml:1:1: needs a command, such as "./create-database"
  [2]
  $ printf '[[setup]]\ncommand = "true"\nfilter = "("\n' > isorun.toml; isorun --list units -- true {}
  isorun: isorun.toml:3:10: filter: at byte 2: expected a name or part of one
    (
     ^
  [2]
  $ printf '[[teardown]]\ncommand = "true"\nenv = "x"\n' > isorun.toml; isorun --list units -- true {}
  isorun: isorun.toml:3:1: unknown key env
  [2]
  $ rm isorun.toml; isorun $(printf -- '--setup true %.0s' $(seq 17)) --list units -- true {}
  isorun: 17 set-ups: isorun can run at most 16
  [2]
