isorun.toml describes frameworks that isorun does not know: a command that lists the units, and one that runs them.

  $ cat > runtest <<'END'
  > #!/bin/sh
  > case $1 in
  >   --list) printf '%s\n' one 'two words' "it's three";;
  >   --run) shift; echo "run: $*"; for unit; do case $unit in two*) exit 3;; it*) exit 7;; esac; done;;
  > esac
  > END
  $ chmod +x runtest; cat > isorun.toml <<'END'
  > jobs = 1
  > [framework.own]
  > match = "./runtest"
  > list = "./runtest --list"
  > run = "./runtest --run {unit}"
  > skip-codes = [7]
  > END
  $ isorun list -- ./runtest
  one
  two words
  it's three
  own: 3 units, from isorun.toml
  $ isorun -- ./runtest | sed -n 's/ \[.*(/ (/p'
          PASS (1/3) one
          FAIL (2/3) two words
          SKIP (3/3) it's three
         Bound (longest, sum / 1 slot), 0.0 % of it reached
  $ isorun list --explain -- ./runtest 2>/dev/null | head -2
  own         yes: the command begins with ./runtest
  pytest      no: not pytest, or python with -m pytest
  $ cp runtest runtests; isorun list --explain -- ./runtests 2>/dev/null | head -1
  own         no: the command does not begin with ./runtest
  $ isorun list --framework own -- runtest
  one
  two words
  it's three
  own: 3 units, from isorun.toml

The command's other words go where {args} is:

  $ isorun -- ./runtest -v
  isorun: framework.own in isorun.toml cannot pass on -v; write {args} in its run, and in its list if they select tests
  [2]
  $ sed -i 's/{unit}/{unit} {args}/' isorun.toml
  $ isorun -- ./runtest -v '$HOME' >/dev/null; cat "isorun-out/logs/two words.log"
  run: two words -v $HOME

Units that must print TAP:

  $ printf '[framework.tap]\nmatch = "tap"\nlist = "echo ok; echo silent"\nrun = "echo {unit} 1; echo 1..1"\nresults = "tap"\n' > tap.toml
  $ isorun -j1 --config tap.toml -- tap | sed -n 's/ \[.*(/ (/p'
          PASS (1/2) ok
          FAIL (2/2) silent
         Bound (longest, sum / 1 slot), 0.0 % of it reached

Many units in one process, where a report says what became of each; what it leaves out runs again:

  $ cat > report <<'END'
  > #!/bin/sh
  > [ $1 != list ] || exec echo '["a", {"name": "b", "suite": "s"}, "c"]'
  > mkdir -p out; echo "$@" >&2
  > { echo '<testsuite>'
  >   for unit; do case $unit in
  >     b) echo '<testcase name="b" time="0.5"><failure message="1 != 2"/></testcase>';;
  >     c) [ $# != 1 ] || echo '<testcase name="c"/>';;
  >     *) echo "<testcase name='$unit'/>";;
  >   esac; done
  >   echo '</testsuite>'; } > out/report-$$.xml
  > END
  $ chmod +x report; cat > isorun.toml <<'END'
  > jobs = 1
  > [framework.reporting]
  > match = "./report"
  > list = "./report list"
  > run = "./report {units}"
  > results = "junit:out/*.xml"
  > END
  $ mkdir out; echo '<testsuite><testcase name="c"/></testsuite>' > out/old.xml
  $ isorun list --json -- ./report | grep -A1 '"b"'
              "name": "b",
              "suite": "s",
  $ isorun -- ./report | grep ') [abc]$'; cat isorun-out/logs/*.log; ls out
          PASS [   0.000s] (1/3) a
          FAIL [   0.000s] (2/3) b
          PASS [   0.000s] (3/3) c
  a b c
  a b c
  c
  old.xml
  $ sed -i 's/junit:out/junit:elsewhere/' isorun.toml; isorun --filter a -- ./report | grep FAIL
          FAIL [   0.000s] (1/1) a
          FAIL [   0.000s] a: it wrote no results to elsewhere/*.xml

Processes that start slowly get more units, even if set-ups run first:

  $ cat >slow.toml <<'END'
  > jobs = 2
  > history = "known"
  > [framework.slow]
  > match = "./slow"
  > list = "seq 8"
  > run = "echo {units}"
  > results = "exit-code"
  > END
  $ for unit in $(seq 8); do printf '"%s": {"seconds": 1, "reason": "passed"}\n' $unit; done | paste -sd, | sed 's/.*/{"schema": 1, "units": {&}}/' >durations
  $ shards() { cp durations known; isorun --config slow.toml "$@" -- ./slow >/dev/null; grep -c peak_memory isorun-out/run.json; }
  $ shards --setup true --dist static
  2
  $ sed -i '/^match/i start-up = "1m"' slow.toml
  $ shards --setup true
  1

It goes before what isorun knows by name:

  $ printf '#!/bin/sh\necho "$@"\n' > go; chmod +x go; printf '[framework.mine]\nmatch = "go test"\nlist = "./go one"\nrun = "./go {unit}"\n' > mine.toml
  $ isorun list --config mine.toml -- ./go test
  one
  mine: 1 unit, from isorun.toml
  $ isorun list --explain --config mine.toml -- ./go test 2>/dev/null | grep -v ' no: '
  mine        yes: the command begins with go test

Maven has a recipe:

  $ printf '#!/bin/sh\n' >mvn; chmod +x mvn; isorun --config none -- ./mvn test | tail -n 1
  mvn ran as a single unit; to split it, describe it in isorun.toml (docs/adapters.md, Maven); each shard starts a JVM

A listing that fails is an error:

  $ sed -i 's/report list/report list; exit 4/' isorun.toml; isorun -- ./report
  isorun: cannot list the tests of ./report (framework.reporting in isorun.toml): exit code 4 (["a", {"name": "b", "suite": "s"}, "c"]); list = "./report list; exit 4" must print them and exit with 0
  [2]

What isorun.toml says of a command, if it does not fit or finds nothing:

  $ printf '[framework.tests]\nmatch = "sh test"\nlist = "echo; true"\nrun = "echo {unit}"\n' > near.toml; echo true > test
  $ isorun --config near.toml -- sh test
  isorun: no units found (tests, from isorun.toml, by `echo; true`)
  [4]
  $ isorun --config near.toml -q -- sh -x test | tail -n 1
  sh ran as a single unit: framework.tests of isorun.toml is for `sh test`, without options before its words

So is what cannot be meant:

  $ complain() { printf '[framework.x]\nmatch = "x"\nlist = "x"\nrun = "x {unit}"\n%s\n' "$1" > wrong.toml; isorun --config wrong.toml -- x; }
  $ complain 'results = "xml:*"'
  isorun: wrong.toml:5:11: results must be script, exit-code, tap, junit:PATTERN or json:PATTERN
  [2]
  $ complain 'results = "junit:[a"'
  isorun: wrong.toml:5:11: results must be script, exit-code, tap, junit:PATTERN or json:PATTERN
  [2]
  $ complain 'skip-codes = [0]'
  isorun: wrong.toml:5:14: skip-codes must be a list of exit codes from 1 to 255
  [2]
  $ complain 'lst = "x"'
  isorun: wrong.toml:5:1: unknown key lst; did you mean list?
  [2]
  $ printf '[framework.pytest]\n' > wrong.toml; isorun --config wrong.toml -- x
  isorun: wrong.toml:1:12: pytest is a framework of isorun's own; choose another name
  [2]
  $ printf '[framework.x]\nmatch = "x"\nlist = "x"\nrun = "x"\n' > wrong.toml; isorun --config wrong.toml -- x
  isorun: wrong.toml:1:1: run needs {unit} for one unit at a time, or {units} for many
  [2]
  $ printf '[framework]\nx = 1\n' > wrong.toml; isorun --config wrong.toml -- x
  isorun: wrong.toml:2:5: write [framework.NAME], one for each
  [2]
  $ isorun --framework reporting -- ./runtest
  isorun: --framework reporting: the command does not begin with ./report
  [2]
  $ isorun --framework nothing -- ./runtest
  isorun: --framework nothing: not one of pytest, unittest, ctest, meson, prove, bats, javascript, scripts, catch2, catch2-v2, doctest, libtest, go, googletest, sharded, reporting
  [2]
