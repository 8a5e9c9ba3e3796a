What isorun would run:

  $ isorun list -- suite
  Plain.Passes
  Plain.Fails
  Plain.Skips
  Plain.PrintsMarkers
  Plain.FailsInTheFirstRound
  Plain/Typed/0.Works
  Plain/Typed/1.Works
  Named/Typed/std::string.Works
  Named/Typed/half-open.Works
  SetUp.One
  SetUp.Two
  Odd/Values.Holds/0
  Odd/Values.Holds/1
  Odd/Values.Holds/2
  Named/Values.Holds/Custom_Name
  googletest: 15 units, detected by inspection
  $ isorun list -j3 -- sh
  sh
  command: 1 unit, no framework detected
  $ isorun list -j2 --shards none -- sh
  sh (copy 1 of 2)
  sh (copy 2 of 2)
  copies: 2 units, from --shards none

Which frameworks were considered:

  $ isorun list --explain -- suite
  pytest      no: not pytest, or python with -m pytest
  unittest    no: not python with -m unittest, or manage.py test
  ctest       no: not ctest
  meson       no: not meson test
  prove       no: not prove
  bats        no: not bats
  javascript  no: not jest, vitest, mocha or node --test, or npm, pnpm, yarn or npx in front of them
  scripts     no: not scripts (*.sh, *.t) or a directory of them
  catch2      no: not a program with Catch2 3
  catch2-v2   no: not a program with Catch2 2
  doctest     no: not a program with doctest
  libtest     no: not a program with Rust's libtest
  go          no: not a program with Go's testing package
  googletest  yes: a program with GoogleTest
  googletest: 15 units, detected by inspection
  $ isorun list --explain -- make
  pytest      no: not pytest, or python with -m pytest
  unittest    no: not python with -m unittest, or manage.py test
  ctest       no: not ctest
  meson       no: not meson test
  prove       no: not prove
  bats        no: not bats
  javascript  no: not jest, vitest, mocha or node --test, or npm, pnpm, yarn or npx in front of them
  scripts     no: not scripts (*.sh, *.t) or a directory of them
  catch2      no: not a program with Catch2 3
  catch2-v2   no: not a program with Catch2 2
  doctest     no: not a program with doctest
  libtest     no: not a program with Rust's libtest
  go          no: not a program with Go's testing package
  googletest  no: not a program with GoogleTest
  command: 1 unit, no framework detected
  $ printf '#!/bin/sh\nexec real-suite "$@"\n' > wrapper; chmod +x wrapper; isorun list --explain -- ./wrapper 2>/dev/null | grep 'googletest\|scripts'
  scripts     no: not scripts (*.sh, *.t) or a directory of them
  googletest  no: perhaps a program with GoogleTest, but it cannot list its tests: exit code 127 (./wrapper: 2: exec: real-suite: not found)
  $ isorun list --explain --json -- suite
  isorun: --json excludes --explain
  [2]

A suite that cannot be listed is not run, and says why:

  $ cat > listing <<'END'
  > #!/bin/sh
  > case $HOW in
  >   hangs) exec sleep 60;;
  >   crashes) echo opening; kill -SEGV $$;;
  >   fails) echo need a database; exit 3;;
  >   noisy) echo 'Loading: ok.'; printf 'Suite.\n  Test\n'; echo bye;;
  > esac
  > END
  $ chmod +x listing
  $ HOW=hangs isorun --list-timeout 200ms --framework googletest -- ./listing
  isorun: cannot list the tests of ./listing (--framework googletest): timed out after 0.000s; without --framework, isorun detects the framework
  [2]
  $ for HOW in crashes fails silent; do HOW=$HOW isorun --framework googletest -- ./listing; echo [$?]; done
  isorun: cannot list the tests of ./listing (--framework googletest): SIGSEGV (opening); without --framework, isorun detects the framework
  [2]
  isorun: cannot list the tests of ./listing (--framework googletest): exit code 3 (need a database); without --framework, isorun detects the framework
  [2]
  isorun: cannot list the tests of ./listing (--framework googletest): no list of tests in its output; without --framework, isorun detects the framework
  [2]
  $ isorun --framework pytest -- true
  isorun: cannot list the tests of true (--framework pytest): no list of tests in its output; without --framework, isorun detects the framework
  [2]
  $ isorun --framework ctest -- true
  isorun: cannot list the tests of true (--framework ctest): no list of tests in its output; without --framework, isorun detects the framework
  [2]
  $ HOW=noisy isorun list --framework googletest -- ./listing
  Suite.Test
  googletest: 1 unit, from --framework
  $ isorun -- suite --gtest_fliter=None.*
  isorun: GoogleTest printed its help, as for a flag that it does not know: --gtest_fliter=None.*
  [2]
  $ isorun list -- suite --gtest_filter=None.*
  isorun: no units found (googletest, detected by inspection)
  [4]

What tells of no tests runs once, as one unit, and says how it could be split:

  $ isorun -j2 -- true
          PASS [   0.000s] (1/1) true
  ------------
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
  true ran as a single unit; to split it, name its units with --list FILE, one per line (each replaces {} in the command), or describe the runner in isorun.toml (docs/adapters.md)
  $ printf 'check:\n\techo checked >> $(HOME)/checked\n\texit 3\n' > Makefile
  $ isorun -j2 --share ~ -- make check | sed -n '/Summary/p; /single unit/p'; cat ~/checked
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
  make ran as a single unit; to split it, run `isorun -- ctest --test-dir BUILD` for CMake's tests, `isorun -- make check` for Automake's, `isorun -- meson test` for Meson's
  checked
  $ printf '#!/bin/sh\necho 1..2\necho ok 1\necho not ok 2 - the other\n' > script; chmod +x script
  $ isorun list -- ./script
  script
  scripts: 1 unit, no framework detected
  $ isorun -j2 -- ./script | grep 'Summary\|FAIL'
          FAIL [   0.000s] (1/1) script
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
          FAIL [   0.000s] script: not ok 2 - the other

A command that names the shard status file gets the sharding variables of GoogleTest and Bazel. Its first shard has to
touch that file before others start:

  $ cat > honest <<'END'
  > #!/bin/sh
  > touch "$TEST_SHARD_STATUS_FILE"
  > [ "$TEST_SHARD_INDEX" = 0 ] || exit 3
  > END
  $ chmod +x honest
  $ isorun list -j2 -- ./honest
  honest (shard 1 of 2)
  honest (shard 2 of 2)
  sharded: 2 units, it names the shard status file
  $ isorun -j2 -- ./honest | grep -v 'PASS\|FAIL \[.*(./2)'
  --- OUTPUT: honest (shard 2 of 2): exit code 3 ---
  --- END: honest (shard 2 of 2) ---
  ------------
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
          FAIL [   0.000s] honest (shard 2 of 2): exit code 3

The others start while it runs; here it waits for one of them, on a shared directory:

  $ mkdir shared; cat > waiting <<'END'
  > #!/bin/sh
  > touch "$TEST_SHARD_STATUS_FILE" "shared/$TEST_SHARD_INDEX"
  > until [ -e shared/0 ] && [ -e shared/1 ]; do sleep 0.01; done
  > END
  $ chmod +x waiting
  $ isorun -j2 --deadline 20s --share shared -- ./waiting | grep Summary
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped

Without that it was the whole suite, in one shard:

  $ cat > forgetful <<'END'
  > #!/bin/sh
  > echo run >> shared/runs
  > : knows "$TEST_SHARD_STATUS_FILE"
  > END
  $ chmod +x forgetful
  $ isorun -j4 --repeat 2 --share shared -- ./forgetful; cat shared/runs
          PASS [   0.000s] (1/2) forgetful
          PASS [   0.000s] (2/2) forgetful
  ------------
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 4 slots), 0.0 % of it reached
  forgetful ran as a single unit; to split it, name its units with --list FILE, one per line (each replaces {} in the command), or describe the runner in isorun.toml (docs/adapters.md)
  run
  run
  $ isorun -j2 --slice 1/2 -- ./forgetful >/dev/null
  isorun: the command ignores the sharding variables (GTEST_SHARD_INDEX, TEST_SHARD_INDEX): it did not touch its shard status file, so every slice ran the whole suite; name its units with --list FILE and {} in the command, or run whole copies with --shards none
  [2]

A program in a command that touches the file says nothing of the command:

  $ cp honest part; printf '#!/bin/sh\n./part\necho run >> shared/parts\n' > all; chmod +x all
  $ isorun -j2 --share shared -- ./all | grep 'Summary\|FAIL'; cat shared/parts
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  run
  $ isorun -j2 --share shared -- sh -c './part; echo run >> shared/parts' | grep 'Summary'
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun -j1 -- sh -c 'echo "${TEST_TOTAL_SHARDS-not sharded}"' >/dev/null; cat isorun-out/logs/sh.log
  not sharded

Neither does a comment in a script that has more to do:

  $ printf '#!/bin/sh\n# honors GTEST_SHARD_STATUS_FILE\necho run >>shared/own\nsuite --gtest_filter=Plain.Passes\n' > both; chmod +x both
  $ isorun -j2 --share shared -- ./both | sed -n '/Summary/p; /unit;/p'; cat shared/own
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  both ran as a single unit; to split it, name its units with --list FILE, one per line (each replaces {} in the command), or describe the runner in isorun.toml (docs/adapters.md)
  run

A wrapper that execs a suite with its own words is that suite; with another suite before it, it is not:

  $ printf '#!/bin/sh\nexport X=1; exec suite "$@"\n' > wrapper; isorun list -- ./wrapper --gtest_filter='Plain.P*'
  Plain.Passes
  Plain.PrintsMarkers
  googletest: 2 units, detected by listing
  $ printf '#!/bin/sh\nsuite --gtest_filter=SetUp.One\nexec suite "$@"\n' > wrapper; isorun list -- ./wrapper
  wrapper
  scripts: 1 unit, no framework detected

Copies, on purpose; ISORUN_SLOT tells them apart:

  $ isorun -j2 --shards none -- sh -c 'echo slot $ISORUN_SLOT' >/dev/null; cat isorun-out/logs/* | sort
  slot 0
  slot 1

One unit a line, from a file or from standard input:

  $ printf '%s\n' one 'two words' '' one > units
  $ isorun -j1 --list units -- test {} = one
          PASS [   0.000s] (1/3) one
          FAIL [   0.000s] (2/3) two words
  --- OUTPUT: two words: exit code 1 ---
  --- END: two words ---
          PASS [   0.000s] (3/3) one #2
  ------------
       Summary [   0.000s] 3 tests run: 2 passed, 1 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] two words: exit code 1
  [1]
  $ seq 3 | isorun list --list - -- test {} -gt 0
  1
  2
  3
  list: 3 units, from --list
  $ echo '["a b", {"name": "c", "file": "d"}]' | isorun list --list - -- test {}
  a b
  c
  list: 2 units, from --list
  $ isorun --list units -- true
  isorun: --list needs {} in the command: it stands for the unit, as in `isorun --list FILE -- ./run-test {}`; or {@} for many units
  [2]
  $ isorun --list absent -- true {}
  isorun: reading absent: No such file or directory (ENOENT)
  [2]
  $ isorun --list . -- true {}
  isorun: reading .: Is a directory (EISDIR)
  [2]
  $ isorun --list /dev/null -- true {}
  isorun: no units found (list, from --list)
  [4]

Many lines in one process: what passes together has passed, what does not runs again one by one:

  $ seq 4 > units; isorun -j1 --list units -- sh -c 'echo "$@"' sh {@} | grep 'tests run'
       Summary [   0.000s] 4 tests run: 4 passed, 0 failed, 0 skipped
  $ cat isorun-out/logs/1.log
  1 2 3 4
  $ isorun -j1 --list units -- sh -c 'for n; do test $n != 3 || exit 5; done' sh {@} | sed -n 's/^ *\([A-Z]* \)\[.*([0-9]*.4) /\1/p'
  PASS 1
  PASS 2
  FAIL 3
  PASS 4
  $ isorun --list units -- sh a{@}
  isorun: {@} must be a word of its own, in a command without {}
  [2]

Several test programs are several suites of one run:

  $ cp "$(command -v suite)" more
  $ isorun list -- suite ./more --gtest_filter='Plain.Passes:Plain.Skips'
  suite: Plain.Passes
  suite: Plain.Skips
  more: Plain.Passes
  more: Plain.Skips
  googletest: 4 units, 2 programs, detected by inspection
  $ isorun -j1 -- suite ./more --gtest_filter='Plain.Pass*:Plain.Fails:Plain.Skips' | sed -n 's/^ *\([A-Z]* \)\[.*([0-9]*.[0-9]*) /\1/p' | sort
  PASS more: Plain.Fails
  PASS more: Plain.Passes
  PASS suite: Plain.Fails
  PASS suite: Plain.Passes
  SKIP more: Plain.Skips
  SKIP suite: Plain.Skips
  $ cp more suite2; isorun -q -j2 -- ./more ./suite2 --gtest_filter='Plain.Passes' --gtest_output=xml:both.xml | grep EXPORTED
      EXPORTED both.xml (junit of 2 files)
