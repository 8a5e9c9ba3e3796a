
What each shard wrote becomes one file, by a rule; the shards' order counts, whatever ended first.

  $ cat > unit <<'END'
  > #!/bin/sh
  > echo "unit $1" > /tmp/log
  > printf 'unit,square\n%s,%s\n' "$1" "$(($1 * $1))" > /tmp/table.csv
  > echo "{\"unit\": $1}" > /tmp/events.jsonl
  > printf 'all\neven %s\n' "$(($1 % 2))" > /tmp/seen
  > echo "0.$1" > /tmp/seconds
  > mkdir -p out/deep; echo same > out/deep/same; echo "$1" > out/number
  > cat > /tmp/report.xml <<XML
  > <testsuite name="S"><testcase name="$1" time="0.$1"/></testsuite>
  > XML
  > END
  $ chmod +x unit; seq 3 > units
  $ isorun -q -j1 --list units --collect /tmp/log=concat --collect '/tmp/*.csv=csv' --collect /tmp/events.jsonl=jsonl --collect /tmp/seen=lines --collect /tmp/seconds=sum:sum --collect /tmp/seconds=max:max --collect '/tmp/*.xml=junit' --collect 'out/**=copy' -- ./unit {} | grep -E 'PROBLEM|WARNING|JUnit'
       WARNING copied files that differ between shards: 2, such as /transcript/work/out/number; the copies are NAME and NAME.shard-K
  JUnit cases: 3, from files: 3, shards: 3
  $ (cd isorun-out/collected/copy/$PWD/out && head -v deep/* number*)
  ==> deep/same <==
  same
  (empty)
  ==> number <==
  1
  (empty)
  ==> number.shard-1 <==
  2
  (empty)
  ==> number.shard-2 <==
  3
  $ head -v isorun-out/collected/{log,csv.csv,events.jsonl,seen,junit.xml} isorun-out/{sum,max}
  ==> isorun-out/collected/log <==
  unit 1
  unit 2
  unit 3
  (empty)
  ==> isorun-out/collected/csv.csv <==
  unit,square
  1,1
  2,4
  3,9
  (empty)
  ==> isorun-out/collected/events.jsonl <==
  {"unit": 1}
  {"unit": 2}
  {"unit": 3}
  (empty)
  ==> isorun-out/collected/seen <==
  all
  even 0
  even 1
  (empty)
  ==> isorun-out/collected/junit.xml <==
  <?xml version="1.0" encoding="UTF-8"?>
  <testsuites tests="3" failures="0" errors="0" skipped="0" time="0.6">
    <testsuite name="S" tests="3" failures="0" errors="0" skipped="0" time="0.6">
      <testcase name="1" time="0.1" />
      <testcase name="2" time="0.2" />
      <testcase name="3" time="0.3" />
    </testsuite>
  </testsuites>
  (empty)
  ==> isorun-out/sum <==
  0.6
  (empty)
  ==> isorun-out/max <==
  0.3
  $ ls -A isorun-out
  .gitignore
  .lock
  CACHEDIR.TAG
  collected
  junit.xml
  logs
  max
  report.html
  run.json
  sum
  trace.json

One name decides what must be there:

  $ isorun -q -j1 --collect '/tmp/none=concat' -- true >/dev/null
  $ isorun -q -j1 --collect '/tmp/none=concat!' -- true | grep PROBLEM
       PROBLEM --collect /tmp/none=concat: no shard wrote a file that matches
  $ isorun -q -j1 --collect '/tmp/none=concat!' -- true >/dev/null
  [1]

Files that do not fit together make the run fail, by name:

  $ isorun -q -j1 --list units --collect 'f=copy:fail' -- sh -c 'echo $1 > f' - {} | grep -E 'PROBLEM'
       PROBLEM /transcript/work/f of shard 1: it differs from that of an earlier shard
  $ isorun -q -j1 --list units --collect '/tmp/t=csv' -- sh -c 'echo "a,$1" > /tmp/t' - {} | grep -E 'PROBLEM'
       PROBLEM /tmp/t of shard 1: its header differs from that of /tmp/t of shard 0
  $ ls isorun-out
  CACHEDIR.TAG
  junit.xml
  logs
  max
  report.html
  run.json
  sum
  trace.json

A merge of one's own gets the files, in order of shards, and has its output taken; what it writes elsewhere is gone:

  $ printf '#!/bin/sh\necho "$@" | wc -w; cat "$@"; echo "[$1]" | grep -o shard-0/tmp/n; touch trace\n' > merge; chmod +x merge
  $ isorun -q -j1 --list units --collect '/tmp/n=exec:./merge:merged' -- sh -c 'echo "of $1" > /tmp/n' - {} >/dev/null
  $ cat isorun-out/merged; ls trace
  3
  of 1
  of 2
  of 3
  shard-0/tmp/n
  ls: cannot access 'trace': No such file or directory
  [2]
  $ printf '#!/bin/sh\necho half; echo "cannot go on" >&2; exit 5\n' > merge
  $ isorun -q -j1 --list units --collect '/tmp/n=exec:./merge:merged' -- sh -c 'echo "$1" > /tmp/n' - {} | grep PROBLEM
       PROBLEM ./merge exited with code 5: cannot go on
  $ ls -A isorun-out
  .gitignore
  .lock
  CACHEDIR.TAG
  junit.xml
  logs
  max
  report.html
  run.json
  sum
  trace.json

More files than a command line takes are an error; with exec0 their paths are on standard input:

  $ many='mkdir /tmp/d; for i in $(seq 3000); do echo $i > /tmp/d/a-name-that-takes-its-place-on-the-command-line-of-the-merge-$i; done'
  $ (ulimit -s 1024; isorun -q -j1 --shards none --collect '/tmp/d/*=exec:cat:merged' -- sh -c "$many") | grep PROBLEM
       PROBLEM cat: too many files for a command line; use exec0:COMMAND, which gets their paths on standard input
  $ (ulimit -s 1024; isorun -q -j1 --shards none --collect '/tmp/d/*=exec0:xargs -0 cat:merged' -- sh -c "$many") >/dev/null
  $ wc -l < isorun-out/merged; sort -n isorun-out/merged | uniq | tail -n 1
  3000
  3000

A tool that is missing is named, with its package:

  $ mkdir empty; PATH=$PWD/empty "$(command -v isorun)" -q -j1 --collect '/tmp/t=lcov' -- /bin/sh -c 'echo end_of_record > /tmp/t' | grep PROBLEM
       PROBLEM lcov is not in PATH; on Debian, install the package lcov
