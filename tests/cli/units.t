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
  sh (shard 1 of 3)
  sh (shard 2 of 3)
  sh (shard 3 of 3)
  sharded: 3 units, no framework detected
  $ isorun list -j2 --shards none -- sh
  sh (copy 1 of 2)
  sh (copy 2 of 2)
  copies: 2 units, from --shards none

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
  isorun: ./listing is a googletest suite, but listing its tests: timed out after 0.000s; use --framework to name another
  [2]
  $ for HOW in crashes fails silent; do HOW=$HOW isorun --framework googletest -- ./listing; echo [$?]; done
  isorun: ./listing is a googletest suite, but listing its tests: SIGSEGV (opening); use --framework to name another
  [2]
  isorun: ./listing is a googletest suite, but listing its tests: exit code 3 (need a database); use --framework to name another
  [2]
  isorun: ./listing is a googletest suite, but it did not list its tests; use --framework to name another
  [2]
  $ HOW=noisy isorun list --framework googletest -- ./listing
  Suite.Test
  googletest: 1 unit, from --framework
  $ isorun list -- suite --gtest_filter=None.*
  isorun: no units found
  [4]

A command of no known framework gets the sharding variables of GoogleTest and Bazel. One that ignores them would run
everything in each shard, and prove nothing:

  $ isorun -j2 -- true >/dev/null
  isorun: the command ignores the sharding variables (GTEST_SHARD_INDEX, TEST_SHARD_INDEX): it did not touch its shard status file, so every shard ran the whole suite; name its units with --list FILE and {} in the command, or run whole copies with --shards none
  [2]
  $ cat > honest <<'END'
  > #!/bin/sh
  > touch "$TEST_SHARD_STATUS_FILE"
  > [ "$TEST_SHARD_INDEX" = 0 ] || exit 3
  > END
  $ chmod +x honest
  $ isorun -j2 -- ./honest | grep -v 'PASS\|FAIL \[.*(./2)'
  --- OUTPUT: honest (shard 2 of 2): exit code 3 ---
  --- END: honest (shard 2 of 2) ---
  ------------
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
          FAIL [   0.000s] honest (shard 2 of 2): exit code 3
  The network is private, with only loopback; --net host uses the host's
  $ isorun -j1 -- sh -c 'echo "${TEST_TOTAL_SHARDS-not sharded}"' >/dev/null; cat isorun-out/logs/sh.log
  not sharded

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
  The network is private, with only loopback; --net host uses the host's
  [1]
  $ seq 3 | isorun list --list - -- test {} -gt 0
  1
  2
  3
  list: 3 units, from --list
  $ isorun --list units -- true
  isorun: --list needs {} in the command: it stands for the unit, as in `isorun --list FILE -- ./run-test {}`
  [2]
  $ isorun --list absent -- true {}
  isorun: reading absent: No such file or directory (ENOENT)
  [2]
  $ isorun --list . -- true {}
  isorun: reading .: Is a directory (EISDIR)
  [2]
  $ isorun --list /dev/null -- true {}
  isorun: no units found
  [4]
