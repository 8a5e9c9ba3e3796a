A full layer is told from a failing test. Only layers in memory have a size:

Needs: isorun exec --scratch-size 1M -- true

  $ isorun -j1 --out results --scratch-size 64K -- sh -c 'head -c 1M /dev/zero > /tmp/big'
     DISK-FULL [   0.000s] (1/1) sh
  --- OUTPUT: sh: exit code 1 ---
  head: error writing 'standard output': No space left on device
  --- END: sh ---
  ------------
       Summary [   0.000s] 1 test run: 0 passed, 1 failed (1 disk-full), 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
     DISK-FULL [   0.000s] sh: exit code 1
  sh ran as a single unit; to split it, name its units with --list FILE, one per line (each replaces {} in the command), or describe the runner in isorun.toml (docs/adapters.md)
  A layer was full; --scratch-size enlarges it, --scratch DIR keeps it on disk
  [1]
