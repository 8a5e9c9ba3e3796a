What a test writes arrives by pipes: its log is nobody's but isorun's.

  $ cat > says <<'PYTHON'
  > #!/usr/bin/env python3
  > """says UNIT: what of its log came on which stream, as run.json has it"""
  > import itertools, json, sys
  > unit = next(unit for unit in json.load(open("isorun-out/run.json"))["units"] if unit["name"] == sys.argv[1])
  > log = open("isorun-out/" + unit["log"], "rb").read()
  > at = 0
  > for length, stream in zip(unit.get("output", [len(log)]), itertools.cycle(["output", "error"])):
  >     for line in log[at:at + length].decode().splitlines():
  >         print(stream + ":", line)
  >     at += length
  > PYTHON
  $ chmod +x says; run() { isorun -j1 --framework scripts -- "$@" | grep -E '^ +(PASS|FAIL|SKIP|LEAK|PROBLEM)' | uniq; }
  $ script() { printf '#!/bin/sh\n%s\n' "$2" > "$1"; chmod +x "$1"; }

Opening it again takes nothing away, and a failing script stays one:

  $ script red.sh 'echo 1..2; echo ok 1; echo not ok 2; echo finished > /dev/stderr; echo out > /dev/stdout'
  $ run ./red.sh
          FAIL [   0.000s] (1/1) ./red.sh
          FAIL [   0.000s] ./red.sh: not ok 2
  $ sort isorun-out/logs/*
  1..2
  finished
  not ok 2
  ok 1
  out

Only standard output tells of tests:

  $ script a.t 'echo 1..1; echo ok 1; echo "not ok 5 - of the tool under test" >&2'
  $ script b.t 'echo 1..2; echo ok 1; echo "ok 2 - on standard error" >&2'
  $ run ./a.t ./b.t
          PASS [   0.000s] (1/2) ./a.t
          FAIL [   0.000s] (2/2) ./b.t
          FAIL [   0.000s] ./b.t: planned 2, ran 1

Whatever the framework: here a program of each lists its test on standard output and another on standard error; what it says of the
test, it says on the stream that its first word names:

  $ cat > program <<'PYTHON'
  > #!/usr/bin/env python3
  > import sys
  > stream, framework, *words = sys.argv[1:]
  > LISTINGS = {  # one test, another, and the exit code
  >     "libtest": ("a: test\n\n1 test, 0 benchmarks\n", "b: test\n", 0),
  >     "doctest": ("", "", 0),
  >     "catch2-v2": ("a\t@a.cpp:1\n", "b\t@b.cpp:1\n", 1),
  >     "go": ("TestA\n", "TestB\n", 0),
  >     "googletest": ("S.\n  A\n", "  B\n", 0),
  > }
  > RESULTS = {
  >     "libtest": "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
  >     "doctest": "[doctest] Status: SUCCESS!",
  >     "catch2-v2": "All tests passed (1 assertion in 1 test case)",
  >     "go": "=== RUN   TestA\n--- PASS: TestA (0.00s)\nPASS",
  >     "googletest": "[ RUN      ] S.A\n[       OK ] S.A (0 ms)",
  > }
  > if "-test.v=test2json" in words: sys.exit(2)  # an old Go
  > for word in words:
  >     if word.startswith("--dt-out="):
  >         xml = "<?xml version='1.0'?><doctest><TestCase name='a'/><OverallResultsTestCases/></doctest>"
  >         open(word.partition("=")[2], "w").write(xml)
  > if any("list" in word for word in words):
  >     listed, other, code = LISTINGS[framework]
  >     print(listed, end=""); print(other, end="", file=sys.stderr); sys.exit(code)
  > print(RESULTS[framework], file=getattr(sys, stream))
  > PYTHON
  $ chmod +x program
  $ for framework in libtest doctest catch2-v2 go googletest; do for stream in stdout stderr; do
  >   isorun -j1 --framework $framework -- ./program $stream $framework --gtest_output=xml | grep -E '^ +(PASS|FAIL|PROBLEM)' | uniq
  > done; done
          PASS [   0.000s] (1/1) a
          FAIL [   0.000s] (1/1) a
          FAIL [   0.000s] a: the program exited with code 0 during this test
          PASS [   0.000s] (1/1) a
          FAIL [   0.000s] (1/1) a
          FAIL [   0.000s] a: the program exited with code 0 during this test
          PASS [   0.000s] (1/1) a
          FAIL [   0.000s] (1/1) a
          FAIL [   0.000s] a: the program exited with code 0 during this test
          PASS [   0.000s] (1/1) TestA
          FAIL [   0.000s] (1/1) TestA
          FAIL [   0.000s] TestA: the program exited with code 0 before its summary
          PASS [   0.000s] (1/1) S.A
       PROBLEM 1 unit has no result

The log has both in the order of arrival, and run.json tells them apart:

  $ mkfifo second third; script both.sh 'echo one; read x < $AT/second; echo two >&2; read x < $AT/third; echo three'
  $ script quiet.sh 'echo alone'
  $ step() { until grep -q "$1" isorun-out/logs/shard-0.output 2>/dev/null; do sleep 0.01; done; echo > "$2"; }
  $ rm -rf isorun-out; { step one second; step two third; } & AT=$PWD isorun -q -j1 --share . --framework scripts -- ./both.sh ./quiet.sh | sed '/^  *[RSLB]/d'
  ------------
  $ ./says ./both.sh; ./says ./quiet.sh
  output: one
  error: two
  output: three
  output: alone

No mode, owner, size or attribute of a file of the results is a test's to change:

  $ cat > hostile.py <<'PYTHON'
  > import os
  > for descriptor in 1, 2:
  >     for act in (lambda: os.fchmod(descriptor, 0o6755), lambda: os.fchown(descriptor, 12345, 12345),
  >                 lambda: os.truncate("/proc/self/fd/%d" % descriptor, 1 << 30),
  >                 lambda: os.setxattr(descriptor, "user.mark", b"x"),
  >                 lambda: os.setxattr(descriptor, "security.capability", bytes((1, 0, 0, 2)) + bytes(16))):
  >         try: act()
  >         except OSError: pass
  > print("done", flush=True)
  > PYTHON
  $ echo unit | isorun -q -j1 --list - -- python3 hostile.py {} | sed '/^  *[RSLB]/d'
  ------------
  $ find isorun-out -perm /6000 -o -uid 12345 -o -size +1M
  $ find isorun-out -type f -exec python3 -c 'import os, sys; print(*{x for f in sys.argv[1:] for x in os.listxattr(f) if x != "security.selinux"})' {} +
  (empty)
  $ cat isorun-out/logs/*
  done

A process that keeps the pipe keeps nobody waiting, and what it leaves behind has the name of its unit, once:

  $ script leaves.sh 'sleep 600 & echo started'
  $ run ./leaves.sh ./quiet.sh
          PASS [   0.000s] (1/2) ./leaves.sh
          PASS [   0.000s] (2/2) ./quiet.sh
          LEAK ./leaves.sh left 1 process behind, now killed
  $ script many.sh 'sleep 600 & sleep 600 & :'; for i in 1 2 3 4 5; do cp many.sh $i.sh; done
  $ run ./[1-5].sh | grep LEAK
          LEAK ./1.sh, ./2.sh, ./3.sh and 2 more left 10 processes behind, now killed

More than the pipes hold, on both at once, is all there:

  $ script much.sh 'yes out | head -c 1000000 & yes err | head -c 1000000 >&2; wait; echo 1..0'
  $ run ./much.sh
          SKIP [   0.000s] (1/1) ./much.sh
  $ wc -c < isorun-out/logs/*; tr -cd o < isorun-out/logs/* | wc -c; tr -cd e < isorun-out/logs/* | wc -c
  2000005
  250000
  250000

What runs is shown as it is written, whichever stream it comes on:

  $ isorun -j1 --output live --framework scripts -- ./red.sh | grep '|' | sort
    0| 1..2
    0| finished
    0| not ok 2
    0| ok 1
    0| out
