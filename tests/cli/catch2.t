A program of Catch2, version 3. Its units are the tests that it would run: none that is hidden.

  $ run() { isorun -j1 --history "$(mktemp -u)" -- "$@" | sed 's|Catch2 v[0-9.]*|Catch2 vN|; s|^[0-9.]* s: |N s: |'; return "${PIPESTATUS[0]}"; }
  $ summary() { run "$@" | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v Bound; }
  $ isorun list -- suite
  passes
  fails, with a comma
  throws
  a [bracket], "quotes", back\slash, ~tilde, ü
   outer spaces 
  exclude: a word of its own
  fails*
  #number
  may fail
  should fail
  typed - int
  typed - std::pair<int, char>
  crashes
  exits
  catch2: 14 units, detected by inspection
  $ run suite
          PASS [   0.000s] ( 1/14) passes
          FAIL [   0.000s] ( 2/14) fails, with a comma
  --- OUTPUT: fails, with a comma: catch2_v2.cpp:LINE: CHECK( 1 == 2 ): 1 == 2 ---
  (empty)
  ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  suite is a Catch2 vN host application.
  Run with -? for options
  (empty)
  -------------------------------------------------------------------------------
  fails, with a comma
  -------------------------------------------------------------------------------
  catch2_v2.cpp:LINE
  ...............................................................................
  (empty)
  catch2_v2.cpp:LINE: FAILED:
    CHECK( 1 == 2 )
  with message:
    why it fails
  (empty)
  catch2_v2.cpp:LINE: FAILED:
    CHECK( 3 == 4 )
  with message:
    why it fails
  (empty)
  N s: fails, with a comma
  --- END: fails, with a comma ---
          FAIL [   0.000s] ( 3/14) throws
  --- OUTPUT: throws: catch2_v2.cpp:LINE: what was thrown ---
  -------------------------------------------------------------------------------
  throws
  -------------------------------------------------------------------------------
  catch2_v2.cpp:LINE
  ...............................................................................
  (empty)
  catch2_v2.cpp:LINE: FAILED:
  due to unexpected exception with message:
    what was thrown
  (empty)
  N s: throws
  --- END: throws ---
          PASS [   0.000s] ( 4/14) a [bracket], "quotes", back\slash, ~tilde, ü
          PASS [   0.000s] ( 5/14)  outer spaces 
          PASS [   0.000s] ( 6/14) exclude: a word of its own
          PASS [   0.000s] ( 7/14) fails*
          PASS [   0.000s] ( 8/14) #number
          PASS [   0.000s] ( 9/14) may fail
          PASS [   0.000s] (10/14) should fail
          PASS [   0.000s] (11/14) typed - int
          PASS [   0.000s] (12/14) typed - std::pair<int, char>
          PASS [   0.000s] (13/14) crashes
          PASS [   0.000s] (14/14) exits
  ------------
       Summary [   0.000s] 14 tests run: 12 passed, 2 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] fails, with a comma: catch2_v2.cpp:LINE: CHECK( 1 == 2 ): 1 == 2
          FAIL [   0.000s] throws: catch2_v2.cpp:LINE: what was thrown
  [1]

Tags, names and exclusions of the user's restrict the units, alternatives too:

  $ isorun list -- suite '[slow]'
  throws
  hidden
  catch2: 2 units, detected by inspection
  $ summary suite '[fast]' '~fails*'
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ summary suite '[fast],[slow]' -r compact
       Summary [   0.000s] 4 tests run: 1 passed, 3 failed, 0 skipped
          FAIL [   0.000s] fails, with a comma: catch2_v2.cpp:LINE: CHECK( 1 == 2 ): 1 == 2
          FAIL [   0.000s] throws: catch2_v2.cpp:LINE: what was thrown
          FAIL [   0.000s] hidden: catch2_v2.cpp:LINE: FAIL: hidden tests run only when asked for

A test that ends the program, well or badly, is the one that fails:

  $ CRASH=1 summary suite crashes
       Summary [   0.000s] 1 test run: 0 passed, 1 failed (1 signaled), 0 skipped
       SIGKILL [   0.000s] crashes
  $ EXIT=1 summary suite exits,passes
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
          FAIL [   0.000s] exits: the program exited with code 0 during this test
  $ isorun list -- suite '[nosuch]'
  isorun: no units found (catch2, detected by inspection)
  [4]
  $ cp "$(command -v suite)" .
  $ summary env A=1,2 ./suite passes
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
