What a set-up with inputs left is cached, and used instead of running it while its inputs are the same. Each set-up says on the
host that it ran:

  $ mkdir ran migrations tree; echo 1 > migrations/1.sql; echo old > old; touch tree/a tree/b; echo unit > units
  $ cat > migrate <<'END'
  > echo migrate >> ran/log
  > cat migrations/* > rows; rm old; rm -r tree; mkdir tree; echo new > tree/c; ln tree/c tree/d; ln -s c tree/e; mkfifo tree/f
  > mkdir -m 700 /tmp/db; printf '1234' > /tmp/db/data; chmod 400 /tmp/db/data; touch -d @1000000000 /tmp/db/data tree
  > truncate -s 1G $HOME/sparse; echo "ROWS=$(wc -l < rows)" > vars
  > END
  $ cat > isorun.toml <<'END'
  > share = ["ran"]
  > [[setup]]
  > name = "database"
  > command = "sh migrate"
  > inputs = ["migrations/**"]
  > env = "vars"
  > END
  $ cat > look <<'END'
  > exec 2>&1; find rows vars tree ~/sparse /tmp/db -printf '%p %y %m %n %s %T@ %l\n' | sort; ls -d old tree/a
  > cat rows tree/c tree/d /tmp/db/data; echo " $ROWS"
  > END
  $ run() { isorun -j1 --output all "$@" --list units -- sh ./look {} > out; code=$?; grep -e SETUP -e PROBLEM out; sed -n '/OUTPUT/,/END/p' out > seen; return $code; }
  $ run; cp seen first; grep -v '[0-9]\{10\}\.' seen
         SETUP [   0.000s] database
  --- OUTPUT: unit ---
  ls: cannot access 'old': No such file or directory
  ls: cannot access 'tree/a': No such file or directory
  1
  new
  new
  1234 1
  --- END: unit ---
  $ run; cmp seen first; cat ran/log
         SETUP [   0.000s] database (cached)
  migrate
  $ cat > steps.py <<'END'
  > import json
  > for step in json.load(open("isorun-out/run.json"))["steps"]: print(step["name"], step["reason"], step.get("cache"), step.get("cache_detail"))
  > END
  $ python3 steps.py; grep -o 'passed in.*(cached)' isorun-out/junit.xml | sed 's/[0-9.]* s/S s/'; grep -c '(cached)' isorun-out/report.html
  database passed used None
  passed in S s (cached)
  1
  $ ls; cat old
  first
  isorun-out
  isorun.toml
  look
  migrate
  migrations
  old
  out
  ran
  seen
  steps.py
  tree
  units
  old

The layers may be on disk, and the results elsewhere:

  $ disk=$(mktemp -d); on_disk() { run --isolate declared --overlay . --overlay ~ --tmpfs /tmp --scratch $disk; }
  $ on_disk; cp seen second; on_disk; cmp seen second; ls $disk; rmdir $disk
         SETUP [   0.000s] database
         SETUP [   0.000s] database (cached)
  $ run -o other; cmp seen first
         SETUP [   0.000s] database (cached)

A changed file is another database, and so is a file that was added, removed, or has another mode:

  $ echo 2 > migrations/1.sql; run; tail -n2 seen
         SETUP [   0.000s] database
  1234 1
  --- END: unit ---
  $ echo 1 > migrations/1.sql; run; cmp seen first
         SETUP [   0.000s] database (cached)
  $ echo 3 > migrations/2.sql; run; run
         SETUP [   0.000s] database
         SETUP [   0.000s] database (cached)
  $ chmod 700 migrations/2.sql; run
         SETUP [   0.000s] database
  $ rm migrations/2.sql; run; cmp seen first
         SETUP [   0.000s] database (cached)

A file that is no input changes nothing, nor does a variable: the set-up sees few of them, and those that are inputs.

  $ touch no-input; NO_INPUT=1 run
         SETUP [   0.000s] database (cached)
  $ rm no-input; sed -i 's/^inputs.*/inputs = ["migrations\/**", "$MODE"]/' isorun.toml
  $ run; run; MODE=a run; MODE=a run; MODE=b run
         SETUP [   0.000s] database
         SETUP [   0.000s] database (cached)
         SETUP [   0.000s] database
         SETUP [   0.000s] database (cached)
         SETUP [   0.000s] database
  $ isorun -q --config none --share ran --setup 'echo "$MODE,$OTHER,$HOME" > ran/variables' --setup-input '$MODE' --list units -- true {} > out
  $ cat ran/variables
  ,,/transcript/home
  $ MODE=1 OTHER=1 isorun -q --config none --share ran --setup 'echo "$MODE,$OTHER,$HOME" > ran/variables' --setup-input '$MODE' --list units -- true {} > out
  $ cat ran/variables
  1,,/transcript/home

So does another command, another mode of a directory, and another version of isorun:

  $ sed -i 's/^inputs.*/inputs = ["migrations\/**"]/' isorun.toml; run
         SETUP [   0.000s] database (cached)
  $ sed -i 's/sh migrate/sh -e migrate/' isorun.toml; run; run
         SETUP [   0.000s] database
         SETUP [   0.000s] database (cached)
  $ mkdir data; run --tmpfs data; run --tmpfs data
         SETUP [   0.000s] database
         SETUP [   0.000s] database (cached)
  $ rmdir data; mkdir newer; cp -r "$(dirname "$(command -v isorun)")"/* newer
  $ python3 -c 'old = open("newer/isorun", "rb").read(); open("newer/isorun", "wb").write(old.replace(b"0.1.0\0", b"0.1.1\0"))'
  $ isorun() { newer/isorun "$@"; }; run; run
         SETUP [   0.000s] database
         SETUP [   0.000s] database (cached)
  $ unset -f isorun; rm -r newer; run
         SETUP [   0.000s] database (cached)

`isorun cache` lists them, the last used first, and removes all or some:

  $ isorun cache | sed -E 's/^[0-9a-f]{12}/KEY/; s/[0-9-]{10} [0-9:]{5}/TIME/; s/[0-9.]+ KiB/SIZE/; s/DIRECTORY +/DIRECTORY  /' | sort | uniq -c | sed 's/^ *//'
  1 13 cached set-ups, SIZE, in /transcript/home/.cache/isorun/setups
  3 KEY     SIZE  TIME  /transcript/work  database: sh -e migrate
  8 KEY     SIZE  TIME  /transcript/work  database: sh migrate
  2 KEY     SIZE  TIME  /transcript/work  echo "$MODE,$OTHER,$HOME" > ran/variables
  1 NAME                SIZE  LAST USE          DIRECTORY  SET-UP
  $ isorun cache --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["command"])'
  sh -e migrate
  $ isorun cache clear nothing
  isorun: no cached set-up is named nothing; see isorun cache
  [2]
  $ isorun cache clear database | sed -E 's/[0-9.]+ KiB/SIZE/'
  11 cached set-ups removed: SIZE
  $ run; run; isorun cache clear $(isorun cache | sed -n 's/  .*database.*//p') | sed -E 's/[0-9.]+ KiB/SIZE/'
         SETUP [   0.000s] database
         SETUP [   0.000s] database (cached)
  1 cached set-up removed: SIZE
  $ run; isorun cache clear | sed -E 's/[0-9.]+ KiB/SIZE/'; isorun cache; ls -A ~/.cache/isorun/setups
         SETUP [   0.000s] database
  3 cached set-ups removed: SIZE
  0 cached set-ups, 0.0 KiB, in /transcript/home/.cache/isorun/setups
  $ isorun cache list
  isorun: cache list: the only word here is clear
  [2]
  $ isorun cache clear --json
  isorun: --json and clear cannot be combined
  [2]

A set-up that fails is not cached:

  $ sed -i 's/sh -e migrate/sh migrate \&\& test -e migrations\/2.sql/' isorun.toml; run
         SETUP [   0.000s] database: exit code 1
       PROBLEM the set-up `database` failed: exit code 1; see isorun-out/logs/setup-1.output
  [1]
  $ run
         SETUP [   0.000s] database: exit code 1
       PROBLEM the set-up `database` failed: exit code 1; see isorun-out/logs/setup-1.output
  [1]
  $ python3 steps.py; touch migrations/2.sql; run; run; rm migrations/2.sql
  database failed None None
         SETUP [   0.000s] database
         SETUP [   0.000s] database (cached)
  $ sed -i 's/sh migrate.*"/sh migrate"/' isorun.toml

Several on each other: what lies below counts. What one deletes of another stays deleted:

  $ cat > two.toml <<'END'
  > [[setup]]
  > name = "a"
  > command = "echo a > a; echo b > b; mkdir /tmp/d; touch /tmp/d/x /tmp/y; echo A=1 > vars"
  > inputs = ["migrations"]
  > env = "vars"
  > [[setup]]
  > name = "b"
  > command = "rm b /tmp/y; rm -r /tmp/d; mkdir /tmp/d; echo $A > /tmp/d/z"
  > inputs = []
  > END
  $ two() { isorun -j1 --config two.toml --output all --list units -- sh -c ': {}; find /tmp/? -type f; ls ?; cat /tmp/d/z' | sed -n '/SETUP/p; /OUTPUT/,/END/p'; }
  $ two
         SETUP [   0.000s] a
         SETUP [   0.000s] b
  --- OUTPUT: unit ---
  /tmp/d/z
  a
  1
  --- END: unit ---
  $ two
         SETUP [   0.000s] a (cached)
         SETUP [   0.000s] b (cached)
  --- OUTPUT: unit ---
  /tmp/d/z
  a
  1
  --- END: unit ---
  $ echo 9 > migrations/1.sql; two | grep SETUP; two | grep SETUP
         SETUP [   0.000s] a
         SETUP [   0.000s] b
         SETUP [   0.000s] a (cached)
         SETUP [   0.000s] b (cached)
  $ isorun cache clear a > /dev/null; two | grep SETUP; two | grep SETUP
         SETUP [   0.000s] a
         SETUP [   0.000s] b
         SETUP [   0.000s] a (cached)
         SETUP [   0.000s] b (cached)
  $ sed -i '0,/^inputs.*/s///' two.toml; isorun --config two.toml --list units -- true {}
  isorun: the set-up `b` has inputs, but `a` below it has none; give it inputs as well: [] if its command alone decides what it leaves
  [2]

What cannot be cached still runs, and says why:

  $ sed -i 's/^inputs.*/inputs = ["migration\/*"]/' isorun.toml; run; python3 steps.py
         SETUP [   0.000s] database (not cached: no file matches migration/*)
  database passed not-stored no file matches migration/*
  $ sed -i 's/^inputs.*/inputs = ["migrations"]/' isorun.toml; ln -s ../tree migrations/link; run; rm migrations/link
         SETUP [   0.000s] database (not cached: the input /transcript/work/migrations/link is a symbolic link to a directory; name what it leads to)
  $ run --cache-limit 1K; isorun cache | grep -c database
         SETUP [   0.000s] database (not cached: it takes more than the 1024 bytes of --cache-limit)
  1
  $ (unset HOME; isorun -j1 --setup 'sh -c "exit 0"' --setup-input units --config none --list units -- true {} | grep SETUP)
         SETUP [   0.000s] sh -c "exit 0" (not cached: neither XDG_CACHE_HOME nor HOME names a directory)
  $ (unset HOME; isorun cache)
  isorun: neither XDG_CACHE_HOME nor HOME names a directory
  [2]
  $ XDG_CACHE_HOME=$PWD/cache run; XDG_CACHE_HOME=$PWD/cache run; ls cache/isorun | grep -v json
         SETUP [   0.000s] database
         SETUP [   0.000s] database (cached)
  setups
  $ chmod 777 cache/isorun/setups; XDG_CACHE_HOME=$PWD/cache run; rm -r cache
         SETUP [   0.000s] database (not cached: others may write to /transcript/work/cache/isorun/setups: it must belong to you, with mode 700)
  $ (ulimit -f 100; isorun -q --config none --setup 'head -c 90K /dev/zero > a; cp a b' --setup-input units --list units -- true {} > out); python3 steps.py; ls -A ~/.cache/isorun/setups | grep -v layer
  head -c 90K /dev/zero > a; cp a b passed not-stored writing to /transcript/home/.cache/isorun/setups: File too large (EFBIG)
  [1]

Nothing is written to a directory that is read-only, but what is there is used. (Root may write anywhere.)

  $ run; chmod 500 ~/.cache/isorun/setups; run
         SETUP [   0.000s] database
         SETUP [   0.000s] database (cached)
  $ echo 8 > migrations/1.sql; run | sed 's/ (not cached: .*Permission denied.*)//'; chmod 700 ~/.cache/isorun/setups; run | grep -c SETUP
         SETUP [   0.000s] database
  1

Runs at once do not disturb each other: here each waits for the other's set-up.

  $ mkdir both; wait='mktemp -p both x.XXX; while test $(ls both | wc -l) -lt 2; do sleep 0.01; done; echo done > result'
  $ for i in 1 2; do isorun -j1 -o out$i --config none --share both --setup "$wait" --setup-input units --list units -- grep -q done result {} > both$i & done; wait; cat both1 both2 | grep -e SETUP -e Summary | sed 's/done .*/.../' | cut -c1-60
         SETUP [   0.000s] mktemp -p both x.XXX; while test $(
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 s
         SETUP [   0.000s] mktemp -p both x.XXX; while test $(
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 s
  $ isorun -j1 --config none --share both --setup "$wait" --setup-input units --list units -- sh -c 'cat result; : {}' | grep -c cached; rm -r both both1 both2 out1 out2
  1

One that is killed leaves nothing that is used:

  $ isorun cache clear > /dev/null; write='i=0; while test $i -lt 200; do head -c 20K /dev/zero > $i; i=$((i + 1)); done'
  $ { for time in 0.02 0.05 0.08 0.12 0.16 0.2 0.3 0.5; do timeout -s KILL $time isorun -q -o killed.$time --config none --setup "$write" --setup-input units --list units -- true {} > out; done; } 2> /dev/null; true
  $ isorun -j1 -o killed --config none --output all --setup "$write" --setup-input units --list units -- sh -c ': {}; find . -size 20k | wc -l' | grep '^[0-9]'
  200
  $ isorun -j1 -o killed --config none --output all --setup "$write" --setup-input units --list units -- sh -c ': {}; find . -size 20k | wc -l' | grep -e '^[0-9]' -e '(cached)' | cut -c1-30
         SETUP [   0.000s] i=0; 
  200
  $ touch ~/.cache/isorun/setups/.new.0; isorun -q --config none --setup 'echo 1 > x' --setup-input units --list units -- true {} > out; ls -A ~/.cache/isorun/setups | grep -c new
  0
  [1]

Beyond the limit, those that were not used for the longest time go:

  $ isorun cache clear > /dev/null
  $ big() { isorun -j1 --config none --cache-limit 100K --setup "head -c 40K /dev/zero > $1" --setup-input units --list units -- true {} | grep -o '/zero.*'; }
  $ big a; big b; big a; big c; big a; big b
  /zero > a
  /zero > b
  /zero > a (cached)
  /zero > c
  /zero > a (cached)
  /zero > b

Files of set-ups are collected when a pattern asks for them:

  $ isorun -q --config none --setup 'echo 1 > n' --setup 'echo 2 > n' --collect 'setup:n=concat' --collect 'n=concat:shards' --list units -- sh -c 'echo {} > n' > out; cat isorun-out/collected/n isorun-out/shards
  1
  2
  unit
  $ isorun -q --config none --setup 'echo 1 > n' --collect 'setup:m=concat' --list units -- true {} | grep WARN
       WARNING --collect setup:m=concat: no set-up wrote a file that matches
  $ isorun -q --config none --setup 'echo 1 > n' --setup-input units --export setup:n --list units -- true {} > out; cat n; rm n
  1
  $ isorun -q --config none --setup 'echo 1 > n' --setup-input units --export setup:n --list units -- true {} > out; cat n; rm n
  1

What cannot be is said before anything runs:

  $ isorun --config none --setup-input units --list units -- true {}
  isorun: --setup-input needs a --setup; in isorun.toml, a [[setup]] has its own inputs
  [2]
  $ isorun --config none --setup true --setup-input '$' --list units -- true {}
  isorun: --setup-input $: must be the name of a variable after the $
  [2]
  $ isorun --config none --setup true --cache-limit many --list units -- true {}
  isorun: --cache-limit many: must be like 512M or 2G
  [2]
  $ printf '[[setup]]\ncommand = "true"\ninputs = "x"\n' > isorun.toml; isorun --list units -- true {}
  isorun: isorun.toml:3:10: inputs must be a list of patterns of files, and variables such as "$CC", that the command depends on
  [2]
