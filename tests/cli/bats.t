bats: the tests of its files are units, selected by name; setup_file and setup_suite keep their meaning.

Needs: bats --version

  $ mkdir -p t/sub; export LC_ALL=C.UTF-8
  $ cat >t/a.bats <<'B'
  > load helper
  > @test "mine - the_first" { echo mine >/tmp/isorun-bats; sleep 0.2; [ "$(cat /tmp/isorun-bats)" = mine ]; }
  > @test "yours" { echo yours >/tmp/isorun-bats; sleep 0.2; [ "$(cat /tmp/isorun-bats)" = yours ]; }
  > @test 'costs $5 (ünï [a]) ✓' { true; }
  > @test "fails" { echo why; false; }
  > @test "skips" { skip "not here"; }
  > as_a_function() { # @test
  >   is_helped
  > }
  > B
  $ echo 'is_helped() { true; }' >t/helper.bash
  $ cat >t/once.bats <<'B'
  > setup_file() { echo once >>"$BATS_SUITE_TMPDIR/made"; export MADE=$BATS_SUITE_TMPDIR/made; }
  > @test "one" { [ "$(wc -l <"$MADE")" = 1 ]; touch "$MADE.one"; }
  > @test "two" { [ "$(wc -l <"$MADE")" = 1 ]; [ -e "$MADE.one" ]; }
  > B
  $ cat >t/sub/b.bats <<'B'
  > export BATS_TEST_TIMEOUT=1
  > @test "mine - the_first" { [ "$SUITE" = set-up ]; }
  > # bats test_tags=slow
  > @test "flaky" { BATS_TEST_RETRIES=1; [ "$BATS_TEST_TRY_NUMBER" = 2 ]; }
  > @test "late" { sleep 100; }
  > B
  $ echo 'setup_suite() { export SUITE=set-up; }' >t/setup_suite.bash
  $ isorun list -- bats -r t
  t/a.bats: mine - the_first
  t/a.bats: yours
  t/a.bats: costs $5 (ünï [a]) ✓
  t/a.bats: fails
  t/a.bats: skips
  t/a.bats: as_a_function
  t/once.bats: one
  t/once.bats: two
  t/sub/b.bats: mine - the_first
  t/sub/b.bats: flaky
  t/sub/b.bats: late
  bats: 11 units, detected by inspection
  $ isorun list -- bats -f '^mine|s$' t
  t/a.bats: mine - the_first
  t/a.bats: yours
  t/a.bats: fails
  t/a.bats: skips
  bats: 4 units, detected by inspection
  $ isorun list -- bats --filter-tags slow -r t
  t/sub/b.bats: flaky
  bats: 1 unit, detected by inspection

Each test has a sandbox of its own, or one with others of its file; those of a file with setup_file share one:

  $ results() { sed -n 's/^ *\([A-Z-]* \)\[.*([0-9 ]*.[0-9]*) /\1/p' | sort; }
  $ isorun -j4 -- bats -r t >log; echo $?; results <log
  1
  FAIL t/a.bats: fails
  FLAKY t/sub/b.bats: flaky
  PASS t/a.bats: as_a_function
  PASS t/a.bats: costs $5 (ünï [a]) ✓
  PASS t/a.bats: mine - the_first
  PASS t/a.bats: yours
  PASS t/once.bats: one
  PASS t/once.bats: two
  PASS t/sub/b.bats: mine - the_first
  SKIP t/a.bats: skips
  TIMEOUT t/sub/b.bats: late
  $ sed -n '/^ *Summary \[/,$p' log | grep ' tests run\|: ' | grep -v 'Longest\|LEAK\|ISOLATED' | sed 's/ *\[.*\]//' | sort
          FAIL t/a.bats: fails: `@test "fails" { echo why; false; }' failed
         FLAKY t/sub/b.bats: flaky: passed at attempt 2
       Summary 10 tests run: 8 passed (1 flaky), 2 failed (1 timeout), 1 skipped
       TIMEOUT t/sub/b.bats: late: timeout after 1s
  $ sed -n '/OUTPUT.*fails/,/END/p' log | sed 's/in [0-9]*ms/in TIME/;/^1\.\./d;/^suite/d'; ls /tmp/isorun-bats
  --- OUTPUT: t/a.bats: fails: `@test "fails" { echo why; false; }' failed ---
  begin 1 fails
  not ok 1 fails in TIME
  # (in test file t/a.bats, line 5)
  #   `@test "fails" { echo why; false; }' failed
  # why
  --- END: t/a.bats: fails ---
  ls: cannot access '/tmp/isorun-bats': No such file or directory
  [2]

The user's words keep their meaning, also of a single test:

  $ isorun -j2 -q -- bats -j8 --pretty -f 'ü|(yours)' t | grep 'Summary\|FAIL'
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
  $ isorun -q --filter 'name(a_function)' -- bats t | grep Summary
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun -q -- bats t/a.bats -f nothing
  isorun: no units found (bats, detected by inspection)
  [4]
  $ mkdir out; isorun -j3 -q -- bats --report-formatter junit -o out t | grep -o 'EXPORTED .* (junit'; grep -c '<testcase' out/report.xml
  EXPORTED out/report.xml (junit
  8

Those that failed last time, by isorun's history:

  $ isorun -q -- bats --filter-status failed t | grep 'Summary\|FAIL  *\[.*)'
          FAIL [   0.000s] (1/1) t/a.bats: fails
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped

What fails beside a test fails those that need it, or the run:

  $ mkdir bad; printf 'setup_file() { false; }\n@test "one" { true; }\n@test "two" { true; }\n' >bad/first.bats
  $ printf 'teardown_file() { false; }\n@test "one" { true; }\n' >bad/last.bats
  $ isorun -j2 -q -- bats bad | sed -n '/^ *Summary/,$p' | grep -v 'Longest' | grep ': \|Summary' | sed 's/shard [0-9]/shard N/'
       Summary [   0.000s] 3 tests run: 1 passed, 2 failed, 0 skipped
          FAIL [   0.000s] bad/first.bats: one: setup_file failed
          FAIL [   0.000s] bad/first.bats: two: setup_file failed
       PROBLEM shard N: teardown_file failed
  $ isorun -j2 -q -- bats bad/last.bats >log; echo $?
  1
  $ echo 'setup_suite() { false; }' >bad/setup_suite.bash; isorun -j2 -q -- bats bad/last.bats | grep 'FAIL.*: '
          FAIL [   0.000s] (1/1) bad/last.bats: one
          FAIL [   0.000s] bad/last.bats: one: setup_suite
  $ isorun -- bats nowhere.bats 2>&1 | grep -o 'cannot list the tests of bats (detected: bats): exit code 1'
  cannot list the tests of bats (detected: bats): exit code 1
  $ isorun -q -- bats --count t | grep -o 'bats ran as a single unit'
  bats ran as a single unit
