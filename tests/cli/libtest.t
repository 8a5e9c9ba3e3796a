A test program of Rust. An ignored test is a unit that is skipped:

  $ run() { isorun -j1 --history "$(mktemp -u)" -- "$@"; }
  $ summary() { run "$@" | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v Bound; }
  $ isorun list -- suite
  tests::fails
  tests::ignored
  tests::panics_as_it_should
  tests::passes
  tests::passes_too
  tests::prints_what_looks_like_a_result
  tests::should_panic_and_does_not
  tests::zz_crashes
  tests::zz_exits
  tests::überall
  libtest: 10 units, detected by inspection
  $ export RUST_BACKTRACE=0
  $ run suite
          FAIL [   0.000s] ( 1/10) tests::fails
  --- OUTPUT: tests::fails: 'one is not two', libtest.rs:LINE ---
  (empty)
  running 1 test
  test tests::fails ... FAILED
  (empty)
  failures:
  (empty)
  ---- tests::fails stdout ----
  printed before it fails
  thread 'tests::fails' panicked at 'one is not two', libtest.rs:LINE
  note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
  (empty)
  (empty)
  failures:
      tests::fails
  (empty)
  test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 9 filtered out; finished in 0.00s
  (empty)
  --- END: tests::fails ---
          SKIP [   0.000s] ( 2/10) tests::ignored
          PASS [   0.000s] ( 3/10) tests::panics_as_it_should
          PASS [   0.000s] ( 4/10) tests::passes
          PASS [   0.000s] ( 5/10) tests::passes_too
          PASS [   0.000s] ( 6/10) tests::prints_what_looks_like_a_result
          FAIL [   0.000s] ( 7/10) tests::should_panic_and_does_not
  --- OUTPUT: tests::should_panic_and_does_not: test did not panic as expected ---
  (empty)
  running 1 test
  test tests::should_panic_and_does_not - should panic ... FAILED
  (empty)
  failures:
  (empty)
  ---- tests::should_panic_and_does_not stdout ----
  note: test did not panic as expected
  (empty)
  failures:
      tests::should_panic_and_does_not
  (empty)
  test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 9 filtered out; finished in 0.00s
  (empty)
  --- END: tests::should_panic_and_does_not ---
          PASS [   0.000s] ( 8/10) tests::zz_crashes
          PASS [   0.000s] ( 9/10) tests::zz_exits
          PASS [   0.000s] (10/10) tests::überall
  ------------
       Summary [   0.000s] 9 tests run: 7 passed, 2 failed, 1 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] tests::fails: 'one is not two', libtest.rs:LINE
          FAIL [   0.000s] tests::should_panic_and_does_not: test did not panic as expected
  [1]

Filters and flags of the user's restrict the units. A filter may be another test's whole name:

  $ isorun list -- suite --ignored
  tests::ignored
  libtest: 1 unit, detected by inspection
  $ isorun list -- suite tests::passes --skip too
  tests::passes
  libtest: 1 unit, detected by inspection
  $ summary suite tests::passes
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
  $ summary suite --include-ignored ignored -q
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun list -- suite nosuch
  isorun: no units found (libtest, detected by inspection)
  [4]

A test that ends the program, well or badly, is the one that fails:

  $ CRASH=1 summary suite zz
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed (1 signaled), 0 skipped
       SIGABRT [   0.000s] tests::zz_crashes
  $ EXIT=1 summary suite zz
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
          FAIL [   0.000s] tests::zz_exits: the program exited with code 0 during this test
