`make check` of Automake builds once; then each test is a unit, run by Automake's own harness.

Needs: automake --version
Needs: autoconf --version
Needs: make --version

  $ mkdir -p project/sub project/tests; cd project
  $ cat >configure.ac <<'A'
  > AC_INIT([demo], [1])
  > AC_CONFIG_AUX_DIR([aux-files])
  > AM_INIT_AUTOMAKE([foreign])
  > AC_REQUIRE_AUX_FILE([tap-driver.sh])
  > AC_PROG_AWK
  > AC_CONFIG_FILES([Makefile sub/Makefile])
  > AC_OUTPUT
  > A
  $ cat >Makefile.am <<'A'
  > SUBDIRS = sub
  > TEST_EXTENSIONS = .sh .tap .any
  > TESTS = plain tests/mine.sh tests/yours.sh skip.sh hard.sh expected.sh unexpected.sh t.tap tests/made.sh crash.sh by.any
  > XFAIL_TESTS = expected.sh unexpected.sh
  > check_DATA = built
  > built:
  > 	echo built >>count; cp count $@
  > AM_TESTS_ENVIRONMENT = GREETING=hello; export GREETING;
  > TAP_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/aux-files/tap-driver.sh
  > ANY_LOG_COMPILER = grep
  > AM_ANY_LOG_FLAGS = compiled
  > tests/made.log: plain.log
  > A
  $ echo 'TESTS = one two' >sub/Makefile.am
  $ script() { printf '#!/bin/sh\n%s\n' "$2" >"$1"; chmod +x "$1"; }
  $ script plain 'test "$GREETING" = hello && cat built && echo plain >made'; script tests/made.sh 'cat made'
  $ script tests/mine.sh 'echo mine >/tmp/isorun-automake; sleep 0.2; grep mine /tmp/isorun-automake'
  $ script tests/yours.sh 'echo yours >/tmp/isorun-automake; sleep 0.2; grep yours /tmp/isorun-automake'
  $ script skip.sh 'exit 77'; script hard.sh 'echo boom; exit 99'; script expected.sh 'exit 1'; script unexpected.sh ''
  $ script t.tap 'echo 1..2; echo ok 1 - a; echo not ok 2 - b'; script crash.sh 'kill -SEGV $$'; echo compiled >by.any
  $ script sub/one ''; script sub/two 'echo why; exit 3'
  $ { autoreconf -fi && mkdir build && cd build && ../configure; } >log 2>&1 || cat log
  $ isorun list -- make -j2 check 2>/dev/null
  sub/one
  sub/two
  plain
  tests/mine.sh
  tests/yours.sh
  skip.sh
  hard.sh
  expected.sh
  unexpected.sh
  t.tap
  tests/made.sh
  crash.sh
  by.any
  $ isorun list -- make -C sub check TESTS=two 2>&1
  two
  automake: 1 unit, built by make check
  $ isorun list --explain -- make check 2>/dev/null | grep yes
  make check  yes: it builds what the tests need and runs them

As with make -k, a failed test keeps none from running:

  $ results() { sed -n 's/^ *\([A-Z-]* \)\[.*([0-9 ]*.[0-9]*) /\1/p' | sort; }
  $ isorun -j4 -- make -j2 check >out; echo $?; grep -o 'BUILD.*' out | sed 's/\[.*\]/[TIME]/'; results <out
  1
  BUILD [TIME] make check
  FAIL crash.sh
  FAIL hard.sh
  FAIL sub/two
  FAIL t.tap
  FAIL unexpected.sh
  PASS by.any
  PASS expected.sh
  PASS plain
  PASS sub/one
  PASS tests/made.sh
  PASS tests/mine.sh
  PASS tests/yours.sh
  SKIP skip.sh
  $ sed -n '/^ *Summary \[/,$p' out | grep ' tests run\|: ' | grep -v 'ISOLATED\|Longest' | sed 's/ *\[.*\]//' | sort
          FAIL crash.sh: exit code 139
          FAIL hard.sh: hard error, exit code 99
          FAIL sub/two: exit code 3
          FAIL t.tap: not ok 2 - b
          FAIL unexpected.sh: it passed, but should fail
       Summary 12 tests run: 7 passed, 5 failed, 1 skipped
  $ sed -n '/OUTPUT.*two/,/END/p' out
  --- OUTPUT: sub/two: exit code 3 ---
  why
  FAIL two (exit status: 3)
  --- END: sub/two ---

The files of each test come back, and the build made its data once:

  $ cat count sub/two.log; grep global hard.trs t.trs; grep -c '^# TOTAL' sub/test-suite.log; ls made /tmp/isorun-automake 2>&1 | sed 's/.*: //'
  built
  why
  FAIL two (exit status: 3)
  hard.trs::global-test-result: ERROR
  hard.trs::copy-in-global-log: yes
  t.trs::global-test-result: FAIL
  t.trs::copy-in-global-log: yes
  2
  No such file or directory
  No such file or directory

Variables and directories keep their meaning:

  $ cd ..; isorun -j2 -q -- make -C build/sub check TESTS=one | grep 'Summary'
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun -j2 -q -- make -C build/sub check TEST_LOGS=two.log XFAIL_TESTS=two | grep 'Summary'
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun -q -- make -sC build/sub check SUITE=x LOG_COMPILER=true | grep Summary
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
  $ isorun -q --timeout 1s --filter 'name(tests/mine.sh)' -- make -C build check AM_TESTS_ENVIRONMENT='sleep 100;' | grep 'TIMEOUT.*: '
       TIMEOUT [   0.000s] tests/mine.sh: timed out after 0.000s

A build that fails ends the run, with make's exit code. What is not Automake's, or would lose tests, runs whole:

  $ isorun -q -- make -C build check check_DATA=nothing 2>&1 | grep -o 'BUILD\|No rule.*'; echo "${PIPESTATUS[0]}"
  No rule to make target 'nothing'.  Stop.
  BUILD
  2
  $ isorun --no-build -- make -C build check
  isorun: `make check` builds before it runs tests, which --no-build forbids
  [2]
  $ mkdir other; printf 'check:\n\t@echo checked\n' >other/Makefile; isorun -q -- make -C other check | grep 'as a single unit'
  make ran as a single unit; to split it, run `isorun -- ctest --test-dir BUILD` for CMake's tests, `isorun -- make check` for Automake's, `isorun -- meson test` for Meson's
  $ printf 'check-am: elsewhere\nelsewhere:\n\ttouch ../test-suite.log\n' >>build/sub/Makefile; isorun -q -- make -C build/sub check | grep -o 'build has tests as well'
  build has tests as well
  $ printf 'check:\n\t@for t in $(TESTS); do $$t; done\n' >build/sub/Makefile; isorun -q -- make -C build check | grep 'as a single unit'
  make ran as a single unit: sub/Makefile is not Automake's and uses the variable TESTS
  $ sed -i 's/test-suite.log/suite.log/' build/Makefile; rm build/sub/Makefile; isorun -q -- make -C build check SUBDIRS=. | grep -o 'Makefile has .*'
  Makefile has another harness
  $ isorun -q -- make -C build check -n | grep -o 'make ran as a single unit'
  make ran as a single unit
