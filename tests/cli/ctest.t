A CMake project, in whose build directory ctest runs.

Needs: cmake --version
Needs: ninja --version

  $ mkdir project project/net
  $ cat > project/CMakeLists.txt <<'END'
  > cmake_minimum_required(VERSION 3.20)
  > project(demo NONE)
  > enable_testing()
  > add_test(NAME port COMMAND sh -c "echo mine > ../common; sleep 0.2; test $(cat ../common) = mine")
  > add_test(NAME same COMMAND sh -c "echo theirs > ../common; sleep 0.2; test $(cat ../common) = theirs")
  > add_test(NAME "odd [name] ü" COMMAND sh -c "exit 77")
  > set_tests_properties("odd [name] ü" PROPERTIES SKIP_RETURN_CODE 77)
  > add_test(NAME fails COMMAND sh -c "echo why >&2; exit 3")
  > add_test(NAME will COMMAND false)
  > set_tests_properties(will PROPERTIES WILL_FAIL 1 LABELS slow)
  > add_test(NAME late COMMAND sleep 100)
  > set_tests_properties(late PROPERTIES TIMEOUT 0.2)
  > add_test(NAME crash COMMAND sh -c "kill -SEGV $$")
  > add_test(NAME gone COMMAND not-here)
  > add_test(NAME off COMMAND false)
  > set_tests_properties(off PROPERTIES DISABLED 1)
  > add_test(NAME writes COMMAND sh -c "echo x > written")
  > add_test(NAME reads COMMAND cat written)
  > set_tests_properties(reads PROPERTIES DEPENDS writes)
  > add_subdirectory(net)
  > END
  $ cat > project/net/CMakeLists.txt <<'END'
  > add_test(NAME same COMMAND true)
  > add_test(NAME start COMMAND sh -c "mkdir server")
  > add_test(NAME stop COMMAND rmdir server)
  > add_test(NAME get COMMAND test -d server)
  > add_test(NAME put COMMAND test -d server)
  > add_test(NAME broken COMMAND false)
  > add_test(NAME never COMMAND true)
  > set_tests_properties(start PROPERTIES FIXTURES_SETUP server)
  > set_tests_properties(stop PROPERTIES FIXTURES_CLEANUP server)
  > set_tests_properties(get put PROPERTIES FIXTURES_REQUIRED server)
  > set_tests_properties(broken PROPERTIES FIXTURES_SETUP database)
  > set_tests_properties(never PROPERTIES FIXTURES_REQUIRED database)
  > END
  $ cmake -G Ninja -S project -B project/build >cmake.log 2>&1 || cat cmake.log
  $ cd project/build

Each test is a unit. Two of one name are told apart by the number that ctest shows:

  $ isorun list -- ctest
  port
  same #2
  odd [name] ü
  fails
  will
  late
  crash
  gone
  off
  writes
  reads
  same #12
  start
  stop
  get
  put
  broken
  never
  ctest: 18 units, detected by inspection
  $ isorun list -- ctest -L slow
  will
  ctest: 1 unit, detected by inspection
  $ isorun list -- ctest -R '^get$'
  start
  stop
  get
  ctest: 3 units, detected by inspection
  $ isorun list -- ctest -R '^get$' -FA server
  get
  ctest: 1 unit, detected by inspection
  $ isorun list -- ctest -E 'e|a'
  port
  will
  off
  stop
  put
  ctest: 5 units, detected by inspection

Every property means what it means to ctest; each sandbox has the fixtures and predecessors that its tests need:

  $ isorun -j4 -- ctest | sed -n 's/^ *\([A-Z-]* \)\[.*([0-9 ]*.18) /\1/p' | sort
  EXEC-FAILED gone
  FAIL broken
  FAIL fails
  FAIL never
  PASS get
  PASS port
  PASS put
  PASS reads
  PASS same #12
  PASS same #2
  PASS start
  PASS stop
  PASS will
  PASS writes
  SIGSEGV crash
  SKIP odd [name] ü
  SKIP off
  TIMEOUT late
  $ sed -n '/^ *Summary/,$p' <<END | grep -v ISOLATED
  > $(isorun -j4 -- ctest -j8 --output-on-failure)
  > END
       Summary [   0.000s] 16 tests run: 10 passed, 6 failed (1 signaled, 1 timeout, 1 exec-failed), 2 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 4 slots), 0.0 % of it reached
          FAIL [   0.000s] fails: Failed
       TIMEOUT [   0.000s] late: timed out after 0.000s
       SIGSEGV [   0.000s] crash
   EXEC-FAILED [   0.000s] gone: Unable to find executable: not-here
          FAIL [   0.000s] broken: Failed
          FAIL [   0.000s] never: not run: broken, which sets up the fixture database, failed
      KEPT OUT 1 file written below the working directory (written); --export, or --keep and isorun apply, brings it back
  $ find .. -name written -o -name server -o -name Testing -o -name shared
  ../build/Testing

A unit's log is what ctest printed about it:

  $ isorun -j1 -- ctest -R '^fails$' | sed -n '/OUTPUT/,/END/p' | grep -v Directory | sed 's/[0-9.]* sec$/TIME/'
  --- OUTPUT: fails: Failed ---
  test 4
      Start 4: fails
  (empty)
  4: Test command: /usr/bin/sh "-c" "echo why >&2; exit 3"
  4: Test timeout computed to be: 10000000
  4: why
  1/1 Test #4: fails ............................***Failed    TIME
  --- END: fails ---
  $ isorun -j1 -- ctest -R 'never|fails' >/dev/null; grep -l why isorun-out/logs/*
  isorun-out/logs/fails.log

The user's words keep their meaning, whatever isorun selects in each shard:

  $ isorun -j2 -- ctest -R 'port|same|will' -E nothing --timeout 5 | grep 'Summary\|FAIL'
       Summary [   0.000s] 4 tests run: 4 passed, 0 failed, 0 skipped
  $ isorun -j2 -- ctest -E 'fails|gone|crash|late|never|broken' -j | grep 'Summary\|FAIL'
       Summary [   0.000s] 10 tests run: 10 passed, 0 failed, 2 skipped
  $ isorun -j1 -- ctest -I 1,2 | grep 'tests run'
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
  $ cd ../..; isorun -j2 -- ctest --test-dir project/build -R will --output-junit own.xml | grep 'tests\? run'
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped

A test that needs to be repeated is flaky:

  $ mkdir flaky
  $ echo 'add_test(flaky sh -c "test -e once || { touch once; exit 1; }")' > flaky/CTestTestfile.cmake
  $ isorun -j1 -- ctest --test-dir flaky --repeat until-pass:2 | sed -n 1p
         FLAKY [   0.000s] (1/1) flaky

What failed is what ctest runs again, in a sandbox or outside:

  $ mkdir again; cd again; touch phase
  $ cat > CTestTestfile.cmake <<'END'
  > add_test(was_bad sh -c "test ! -e phase")
  > add_test(now_bad sh -c "test -e phase")
  > add_test(always_bad false)
  > END
  $ ctest >/dev/null 2>&1; cat Testing/Temporary/LastTestsFailed.log
  1:was_bad
  3:always_bad
  $ rm phase; isorun -j2 -q -- ctest >/dev/null; cat Testing/Temporary/LastTestsFailed.log
  2:now_bad
  3:always_bad
  $ isorun -j2 -q -- ctest --rerun-failed | grep 'tests run'
       Summary [   0.000s] 2 tests run: 0 passed, 2 failed, 0 skipped
  $ ctest --rerun-failed 2>&1 | grep 'tests passed'
  0% tests passed, 2 tests failed out of 2
  $ isorun -j2 -q -- ctest -R was_bad >/dev/null; cat Testing/Temporary/LastTestsFailed.log
  2:now_bad
  3:always_bad
  $ cd ..

What is no test run, or has no tests:

  $ isorun -- ctest -S script.cmake
  isorun: ctest -S does more than run tests; use plain `ctest` with options that select tests
  [2]
  $ mkdir empty; cd empty; isorun -- ctest
  isorun: no units found (ctest, detected by inspection)
  [4]
  $ isorun -- ctest --test-dir nowhere 2>&1 | sed 's/" :/":/'; echo "${PIPESTATUS[0]}"
  isorun: cannot list the tests of ctest (detected: ctest): exit code 1 (Failed to change working directory to "/transcript/work/empty/nowhere": No such file or directory); to override, use --framework
  2

A preset means what it means to ctest; of one that is not there, ctest's own words say so:

  $ cd ../project
  $ cat > CMakePresets.json <<'END'
  > {"version": 3, "configurePresets": [{"name": "configure", "generator": "Ninja", "binaryDir": "build"}],
  >  "testPresets": [{"name": "slow", "configurePreset": "configure", "filter": {"include": {"label": "slow"}}},
  >                  {"name": "bad", "configurePreset": "configure", "filter": {"include": {"name": "^fails$"}}}]}
  > END
  $ isorun -j2 -- ctest --preset slow | grep 'PASS\|Summary'
          PASS [   0.000s] (1/1) will
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ rm -f build/Testing/Temporary/LastTestsFailed.log; isorun -j2 -q -- ctest --preset bad >/dev/null; cat build/Testing/Temporary/LastTestsFailed.log
  4:fails
  $ isorun -- ctest --preset fast
  isorun: cannot list the tests of ctest (detected: ctest): exit code 1; to override, use --framework. Its output:
    CMake Error: No such test preset in /transcript/work/project: "fast"
    Available test presets:
      "slow"
      "bad"
  [2]
