Paths that shards would have fought for, had each not had its own:

  $ mkdir data && touch data/one data/two data/three && seq 3 > units
  $ cat > unit <<'END'
  > #!/bin/sh
  > echo $1 > /tmp/fixed.log; echo $1 > /tmp/own-$1; mkdir -p /tmp/directory
  > case $1 in
  >   1) echo new > data/one; rm data/two ;;
  >   2) rm data/one data/two ;;
  >   3) echo new > data/three ;;
  > esac
  > END
  $ chmod +x unit
  $ isorun -j3 -q --list units -- ./unit {}
  ------------
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 3 slots), 0.0 % of it reached
      ISOLATED 3 collisions prevented: /tmp/fixed.log (write/write, shards ...), /transcript/work/data/one (write/delete, shards ...), /transcript/work/data/two (delete/delete, shards ...)
      KEPT OUT 2 files written below the working directory (data/one, data/three); --export, or --keep and isorun apply, brings them back
  $ python3 - <<'END'
  > import json
  > run = json.load(open("isorun-out/run.json"))
  > for it in run["collisions"]: print(it["kind"], it["path"].replace("/transcript", ""), it["shards"])
  > print(run["paths_of_one_shard"])
  > END
  write/write /tmp/fixed.log [0, 1, 2]
  write/delete /transcript/work/data/one [0, 1]
  delete/delete /transcript/work/data/two [0, 1]
  4

Shards that never run at the same time have no collisions: with one slot, and a unit with its own retry.

  $ isorun -j1 -q --list units -- ./unit {}
  ------------
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
      KEPT OUT 2 files written below the working directory (data/one, data/three); --export, or --keep and isorun apply, brings them back
  $ isorun -j2 -q --retries 1 --list units --filter 1 -- sh -c 'echo > /tmp/fixed.log; exit $1' - {} | grep -c ISOLATED
  0
  [1]

Nor do those whose copy of a file is as it was:

  $ isorun -j3 -q --copy data --list units -- sh -c 'cat data/*; echo > data/three' - {}
  ------------
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 3 slots), 0.0 % of it reached
      ISOLATED 1 collision prevented: /transcript/work/data/three (write/write, shards ...)
      KEPT OUT 1 file written below the working directory (data/three); --export, or --keep and isorun apply, brings it back

A file that isorun made only to mount another on it is not the shards':

  $ isorun -j2 -q --shards none --bind units:/tmp/bound -- grep -q 3 /tmp/bound
  ------------
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
