A test program of Go. Its units are the tests, examples and fuzz targets, with their seeds; no benchmark:

  $ run() { isorun -j1 --history "$(mktemp -u)" -- "$@"; }
  $ summary() { run "$@" | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v Bound; }
  $ isorun list -- suite
  TestPasses
  TestFails
  TestSkips
  TestSubtests
  TestParallelOne
  TestParallelTwo
  TestPrintsWhatLooksLikeResults
  TestÜberall
  TestEnds
  TestLast
  FuzzSeeds
  ExampleRight
  ExampleWrong
  go: 13 units, detected by inspection
  $ run suite
          PASS [   0.000s] ( 1/13) TestPasses
          FAIL [   0.000s] ( 2/13) TestFails
  --- OUTPUT: TestFails: suite_test.go:15: it is wrong ---
  === RUN   TestFails
      suite_test.go:14: logged
      suite_test.go:15: it is wrong
  no end of line--- FAIL: TestFails (0.00s)
  --- END: TestFails ---
          SKIP [   0.000s] ( 3/13) TestSkips
          FAIL [   0.000s] ( 4/13) TestSubtests
  --- OUTPUT: TestSubtests: suite_test.go:21: two is wrong ---
  === RUN   TestSubtests
  === RUN   TestSubtests/one
  === RUN   TestSubtests/two_words
      suite_test.go:21: two is wrong
  --- FAIL: TestSubtests (0.00s)
      --- PASS: TestSubtests/one (0.00s)
      --- FAIL: TestSubtests/two_words (0.00s)
  --- END: TestSubtests ---
          PASS [   0.000s] ( 5/13) TestParallelOne
          PASS [   0.000s] ( 6/13) TestParallelTwo
          PASS [   0.000s] ( 7/13) TestPrintsWhatLooksLikeResults
          PASS [   0.000s] ( 8/13) TestÜberall
          PASS [   0.000s] ( 9/13) TestEnds
          PASS [   0.000s] (10/13) TestLast
          PASS [   0.000s] (11/13) FuzzSeeds
          PASS [   0.000s] (12/13) ExampleRight
          FAIL [   0.000s] (13/13) ExampleWrong
  --- OUTPUT: ExampleWrong: failed ---
  === RUN   ExampleWrong
  --- FAIL: ExampleWrong (0.00s)
  got:
  x
  want:
  y
  --- END: ExampleWrong ---
  ------------
       Summary [   0.000s] 12 tests run: 9 passed, 3 failed, 1 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] TestFails: suite_test.go:15: it is wrong
          FAIL [   0.000s] TestSubtests: suite_test.go:21: two is wrong
          FAIL [   0.000s] ExampleWrong: failed
  [1]

The user's own flags count; what they ask of subtests, too:

  $ isorun list -- suite -test.run 'Fails|Skips'
  TestFails
  TestSkips
  go: 2 units, detected by inspection
  $ summary suite -test.run=Subtests/one
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ summary suite -test.run '(Subtests|Passes)/two'
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
          FAIL [   0.000s] TestSubtests: suite_test.go:21: two is wrong
  $ summary suite -test.short -test.run Last -test.count 2
       Summary [   0.000s] 0 tests run: 0 passed, 0 failed, 1 skipped
  $ summary suite -test.run 'Subtests/one|Passes'
  isorun: -test.run with both | and / means different things to different versions of Go; put the alternatives in parentheses, as in -test.run '(A|B)/sub'
  [1]
  $ summary suite -test.bench .
  isorun: -test.bench cannot be sharded; leave it out, or run it in one sandbox with `isorun exec`
  [1]
  $ isorun list -- suite -test.run nosuch
  isorun: no units found (go, detected by inspection)
  [4]

A panic or an end of the program is charged to the test that was running; the others run again:

  $ END=panic summary suite -test.run '^Test' | sed 's/ \[recovered.*//'
       Summary [   0.000s] 9 tests run: 6 passed, 3 failed, 1 skipped
          FAIL [   0.000s] TestFails: suite_test.go:15: it is wrong
          FAIL [   0.000s] TestSubtests: suite_test.go:21: two is wrong
          FAIL [   0.000s] TestEnds: panic: as told
  $ END=exit summary suite -test.run '^TestE|^TestL' | sed 's/ \[recovered.*//'
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
          FAIL [   0.000s] TestEnds: panic: unexpected call to os.Exit(0) during test
  $ END=exit3 summary suite -test.run '^TestE|^TestL'
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
          FAIL [   0.000s] TestEnds: exit code 3
