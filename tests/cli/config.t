isorun.toml holds options, and what some units need. Each unit says who runs beside it, in a directory that all share:

  $ mkdir shared; cat > unit <<'END'
  > #!/bin/sh
  > beside=$(cd "$HERE/shared"; ls); echo "$1 [$beside]" >> "$HERE/story"; touch "$HERE/shared/$1"
  > case $1 in
  >   pair-*) until [ -e "$HERE/shared/pair-1" ] && [ -e "$HERE/shared/pair-2" ]; do sleep 0.01; done; echo > "$HERE/met-$1"
  >     until [ -e "$HERE/met-pair-1" ] && [ -e "$HERE/met-pair-2" ]; do sleep 0.01; done;;
  >   hangs) exec sleep 60;;
  >   recovers) rm "$HERE/shared/$1"; [ -e "$HERE/tried" ] || { echo > "$HERE/tried"; exit 1; };;
  >   *) sleep 0.1;;
  > esac
  > rm -f "$HERE/shared/$1"
  > END
  $ chmod +x unit; export HERE=$PWD
  $ cat > isorun.toml <<'END'
  > jobs = 4
  > share = "."
  > [[overrides]]
  > filter = "locked"
  > lock = "database"
  > [[overrides]]
  > filter = "alone"
  > serial = true
  > [[overrides]]
  > filter = "wide"
  > slots = 4
  > [[overrides]]
  > filter = "hangs"
  > timeout = "300ms"
  > [[overrides]]
  > filter = "recovers"
  > retries = 1
  > END

Without a need units do run side by side; these would wait for ever if not:

  $ printf 'pair-%s\n' 1 2 > units; isorun --list units -- ./unit {} | grep -c PASS
  2

Units with a lock in common never do, nor does anything beside what is serial, or fills every slot:

  $ printf '%s\n' locked-1 locked-2 locked-3 locked-4 > units; rm story; isorun --list units -- ./unit {} | grep -c PASS; sort story
  4
  locked-1 []
  locked-2 []
  locked-3 []
  locked-4 []
  $ printf '%s\n' a b alone-1 c alone-2 wide d > units; rm story; isorun --list units -- ./unit {} | grep -c PASS; grep 'alone\|wide' story | sort
  7
  alone-1 []
  alone-2 []
  wide []

A time limit and tries of its own:

  $ printf '%s\n' hangs recovers > units; isorun -j1 --list units -- ./unit {} | grep -v 'Sum \|Longest\|Bound\|network'
       TIMEOUT [   0.000s] (1/2) hangs
  --- OUTPUT: hangs: timed out after 0.000s ---
  --- END: hangs ---
    TRY 1 FAIL [   0.000s] recovers
  --- TRY 1 OUTPUT: recovers: exit code 1 ---
  --- TRY 1 END: recovers ---
     FLAKY 2/2 [   0.000s] (2/2) recovers
  ------------
       Summary [   0.000s] 2 tests run: 1 passed (1 flaky), 1 failed (1 timeout), 0 skipped
       TIMEOUT [   0.000s] hangs: timed out after 0.000s
     FLAKY 2/2 [   0.000s] recovers

Mistakes are found before anything runs:

  $ printf '[[overrides]]\nfilter = "a"\nlocks = "b"\n' > isorun.toml; isorun -- true
  isorun: isorun.toml:3:1: unknown key locks; did you mean lock?
  [2]
  $ printf 'job = 3\n' > isorun.toml; isorun -- true
  isorun: isorun.toml:1:1: unknown key job; did you mean jobs?
  [2]
  $ printf '\ncolor = "blue"\n' > isorun.toml; isorun -- true
  isorun: isorun.toml:2:9: --color blue: not one of always, auto, never
  [2]
  $ printf 'keep = "failed"\nnet = "wide"\n' > isorun.toml; isorun exec -- true
  isorun: isorun.toml:2:7: --net wide: not one of fresh, host, none, private
  [2]
  $ printf '[[overrides]]\nfilter = "sweet(a)"\nserial = true\n' > isorun.toml; isorun -- true
  isorun: isorun.toml:2:10: filter: at byte 1: expected one of name, suite, file, failed and time before a '('; quote a name with brackets
    sweet(a)
    ^
  [2]
  $ printf '[[overrides]]\nfilter = "a"\nbundle = ""\n' > isorun.toml; isorun -- true
  isorun: isorun.toml:3:10: bundle must be a name
  [2]
  $ printf '[[overrides]]\nfilter = "a"\nbundle = "b"\n' > isorun.toml; echo a > units; isorun --list units -- ./unit {}
  isorun: bundle b: a shard of list runs one unit only
  [2]
  $ isorun list --list units -- ./unit {}
  isorun: bundle b: a shard of list runs one unit only
  [2]

Units of a bundle share a shard, whatever else holds; and nothing else is in the shard of a unit that has its own:

  $ shards() { isorun -q "$@" | grep -c FAIL; python3 -c 'import json; print(*sorted(shard["units"] for shard in json.load(open("isorun-out/run.json"))["shards"]))'; }
  $ printf '%s\n' a b c d > units; rm isorun.toml; shards -j1 --list units -- true {@}
  0
  ['a', 'b', 'c', 'd']
  $ printf '[[overrides]]\nfilter = "b"\nown-shard = true\n' > isorun.toml; shards -j1 --list units -- true {@}
  0
  ['a', 'c', 'd'] ['b']
  $ printf '[[overrides]]\nfilter = "a or d"\nbundle = "pair"\n' > isorun.toml; shards -j4 --timeout 60s --list units -- true {@}
  0
  ['a', 'd'] ['b'] ['c']
  $ isorun list --json --list units -- true {@} | grep -c '"bundle": "pair"'
  2

What to collect, in the file as on the command line; both count:

  $ printf '[[collect]]\npattern = "/tmp/n-*"\nrule = "sum"\ntarget = "collected/n"\nrequired = true\n' > isorun.toml; seq 3 > units
  $ isorun -j1 -q --list units --collect '/tmp/n-*=max:collected/most' -- sh -c 'echo $0 > /tmp/n-$0' {} | grep -E 'PROBLEM|Summary'; cat isorun-out/collected/n isorun-out/collected/most
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  6
  3
  $ isorun -j1 -q --list units -- true {} | grep PROBLEM
       PROBLEM --collect /tmp/n-*=sum: no shard wrote a file that matches
