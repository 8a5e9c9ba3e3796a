`tox` and `nox` make environments. The tests of pytest in them are units; any other environment is one unit.

Needs: PYTHONPATH=$(dirname "$(dirname "$(command -v tox)")") python3 -m tox --version

  $ W=$PWD; export TMPDIR=$W/tmp HOME=$W/home PYTHONPATH=$(dirname "$(dirname "$(command -v tox)")"); mkdir tmp home p; cd p
  $ summary() { isorun -j2 --history "$W/history" --out "$W/out" -- python3 -m "$@" 2>&1 | sed -n '/BUILD/p;/^ *Summary/p;/^ *Bound/,$p' | grep -v 'Bound\|No history'; return "${PIPESTATUS[0]}"; }
  $ cat >tox.ini <<'.'
  > [tox]
  > env_list = unit, lint
  > skipsdist = true
  > [testenv:unit]
  > deps = pytest
  > set_env = FLAVOR=sweet
  > change_dir = tests
  > commands = pytest {posargs}
  > [testenv:lint]
  > commands = python -c 'import os; open("linted", "x")'
  > [testenv:report]
  > depends = unit
  > commands = python -c 'open("tests/left")'
  > .
  $ mkdir tests; cat >tests/test_a.py <<'.'
  > import os
  > def test_flavor(): assert os.environ["FLAVOR"] == "sweet" and "EXTRA" not in os.environ
  > def test_left(): open("left", "w").close()
  > .
  $ EXTRA=1 isorun list -- python3 -m tox 2>/dev/null; ls -a .tox | grep -v '^\.'
  unit: test_a.py::test_flavor
  unit: test_a.py::test_left
  lint
  CACHEDIR.TAG
  lint
  unit
  $ summary tox
         BUILD [   0.000s] tox
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
      KEPT OUT 2 files written below the working directory (linted, tests/left); --export, or --keep and isorun apply, brings them back
  $ summary tox -e unit -- -k flavor
         BUILD [   0.000s] tox
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ summary tox -e unit -- -k nothing
         BUILD [   0.000s] tox
  [4]
  $ isorun list -- python3 -m tox run -e unit 2>/dev/null
  test_a.py::test_flavor
  test_a.py::test_left

An environment that depends on others needs what they leave, so nothing is split:

  $ summary tox -e unit,report
         BUILD [   0.000s] tox
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
      KEPT OUT 1 file written below the working directory (tests/left); --export, or --keep and isorun apply, brings it back
  tox ran as a single unit, because report depends on other environments; to split one, run `isorun -- tox -e ENVIRONMENT`
  $ isorun list -- python3 -m tox -e report 2>/dev/null
  report
  $ ls linted tests/left 2>&1 | wc -l
  2

tox.toml, and variables that an environment names itself:

  $ mkdir ../q; cd ../q; cp ../p/tests/test_a.py .; cat >tox.toml <<'.'
  > env_list = ["own"]
  > skipsdist = true
  > [env_run_base]
  > deps = ["pytest"]
  > set_env = { FLAVOR = "sweet" }
  > commands = [["pytest"]]
  > [env.own]
  > pass_env = ["OWN"]
  > .
  $ summary tox; cd ../p
         BUILD [   0.000s] tox
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
      KEPT OUT 1 file written below the working directory (left); --export, or --keep and isorun apply, brings it back

  $ cat >noxfile.py <<'.'
  > import nox
  > @nox.session(python=False)
  > def bare(session):
  >     session.run("true", external=True)
  > @nox.session
  > def unit(session):
  >     session.install("pytest")
  >     session.run("pytest", "tests", *session.posargs, env={"FLAVOR": "sweet"})
  > .
  $ isorun list -- python3 -m nox 2>/dev/null; ls .nox
  bare
  unit: tests/test_a.py::test_flavor
  unit: tests/test_a.py::test_left
  CACHEDIR.TAG
  unit
  $ summary nox
         BUILD [   0.000s] nox
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
      KEPT OUT 1 file written below the working directory (left); --export, or --keep and isorun apply, brings it back
  $ summary nox -s unit -- -k flavor
         BUILD [   0.000s] nox
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped

What cannot be made fails as it does without isorun, and what only asks runs whole:

  $ isorun --out "$W/out" -- python3 -m nox -s nowhere 2>&1 | grep -c 'not found: nowhere'; echo "${PIPESTATUS[0]}"
  1
  3
  $ isorun --out "$W/out" -- python3 -m tox -e nowhere 2>&1 | grep -c nowhere; echo "${PIPESTATUS[0]}"
  1
  254
  $ isorun list -- python3 -m nox --list 2>/dev/null
  python3
