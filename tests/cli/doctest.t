A program of doctest. Its units are the test cases that it would run: none that is skipped. Where several share a name,
their suite and a number tell them apart:

  $ run() { isorun -j1 --history "$(mktemp -u)" -- "$@" | sed 's|version is "[0-9.]*"|version is "N"|'; return "${PIPESTATUS[0]}"; }
  $ summary() { run "$@" | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v Bound; }
  $ isorun list -- suite
  passes
  fails, with a comma
  may fail
  should fail
  fail*
  "quotes", back\slash, ü?
  one: same name
  two: same name
  twice
  twice #2
  typed<int>
  typed<char>
  crashes
  exits
  doctest: 14 units, detected by inspection
  $ run suite
          PASS [   0.000s] ( 1/14) passes
          FAIL [   0.000s] ( 2/14) fails, with a comma
  --- OUTPUT: fails, with a comma: doctest.cpp:LINE: ERROR: CHECK( 1 == 2 ) is NOT correct! ---
  noise before the listing
  [doctest] doctest version is "N"
  [doctest] run with "--help" for options
  ===============================================================================
  doctest.cpp:LINE:
  TEST CASE:  fails, with a comma
  (empty)
  doctest.cpp:LINE: ERROR: CHECK( 1 == 2 ) is NOT correct!
    values: CHECK( 1 == 2 )
    logged: why it fails
  (empty)
  doctest.cpp:LINE: ERROR: CHECK( 3 == 4 ) is NOT correct!
    values: CHECK( 3 == 4 )
    logged: why it fails
  (empty)
  ===============================================================================
  [doctest] test cases: 14 | 13 passed | 1 failed | 1 skipped
  [doctest] assertions:  2 |  0 passed | 2 failed |
  [doctest] Status: FAILURE!
  --- END: fails, with a comma ---
          PASS [   0.000s] ( 3/14) may fail
          PASS [   0.000s] ( 4/14) should fail
          PASS [   0.000s] ( 5/14) fail*
          PASS [   0.000s] ( 6/14) "quotes", back\slash, ü?
          PASS [   0.000s] ( 7/14) one: same name
          FAIL [   0.000s] ( 8/14) two: same name
  --- OUTPUT: two: same name: doctest.cpp:LINE: ERROR: CHECK( 1 == 3 ) is NOT correct! ---
  noise before the listing
  [doctest] doctest version is "N"
  [doctest] run with "--help" for options
  ===============================================================================
  doctest.cpp:LINE:
  TEST SUITE: two
  TEST CASE:  same name
  (empty)
  doctest.cpp:LINE: ERROR: CHECK( 1 == 3 ) is NOT correct!
    values: CHECK( 1 == 3 )
  (empty)
  ===============================================================================
  [doctest] test cases: 14 | 13 passed | 1 failed | 1 skipped
  [doctest] assertions:  1 |  0 passed | 1 failed |
  [doctest] Status: FAILURE!
  --- END: two: same name ---
          PASS [   0.000s] ( 9/14) twice
          FAIL [   0.000s] (10/14) twice #2
  --- OUTPUT: twice #2: doctest.cpp:LINE: ERROR: CHECK( 1 == 4 ) is NOT correct! ---
  noise before the listing
  [doctest] doctest version is "N"
  [doctest] run with "--help" for options
  ===============================================================================
  doctest.cpp:LINE:
  TEST CASE:  twice
  (empty)
  doctest.cpp:LINE: ERROR: CHECK( 1 == 4 ) is NOT correct!
    values: CHECK( 1 == 4 )
  (empty)
  ===============================================================================
  [doctest] test cases: 14 | 13 passed | 1 failed | 1 skipped
  [doctest] assertions:  1 |  0 passed | 1 failed |
  [doctest] Status: FAILURE!
  --- END: twice #2 ---
          PASS [   0.000s] (11/14) typed<int>
          PASS [   0.000s] (12/14) typed<char>
          PASS [   0.000s] (13/14) crashes
          PASS [   0.000s] (14/14) exits
  ------------
       Summary [   0.000s] 14 tests run: 11 passed, 3 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] fails, with a comma: doctest.cpp:LINE: ERROR: CHECK( 1 == 2 ) is NOT correct!
          FAIL [   0.000s] two: same name: doctest.cpp:LINE: ERROR: CHECK( 1 == 3 ) is NOT correct!
          FAIL [   0.000s] twice #2: doctest.cpp:LINE: ERROR: CHECK( 1 == 4 ) is NOT correct!
  [1]

Filters of the user's restrict the units:

  $ isorun list -- suite -tc='fail*'
  fails, with a comma
  fail*
  doctest: 2 units, detected by inspection
  $ summary suite --test-suite=one,two
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
          FAIL [   0.000s] two: same name: doctest.cpp:LINE: ERROR: CHECK( 1 == 3 ) is NOT correct!
  $ summary suite --no-skip -tc=skipped,passes
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
          FAIL [   0.000s] skipped: doctest.cpp:LINE: ERROR: CHECK( false ) is NOT correct!
  $ isorun list -- suite --first=2 --last=3
  fails, with a comma
  may fail
  doctest: 2 units, detected by inspection
  $ summary suite --first=2 --last=3
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
          FAIL [   0.000s] fails, with a comma: doctest.cpp:LINE: ERROR: CHECK( 1 == 2 ) is NOT correct!
  $ summary suite -tc=passes -r=junit
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun list -- suite -tc=nosuch
  isorun: no units found (doctest, detected by inspection)
  [4]

A test that ends the program, well or badly, is the one that fails:

  $ CRASH=1 summary suite -tc=crashes,passes
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed (1 signaled), 0 skipped
       SIGKILL [   0.000s] crashes
  $ EXIT=1 summary suite -tc=exits,passes
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
          FAIL [   0.000s] exits: the program exited with code 0 during this test
