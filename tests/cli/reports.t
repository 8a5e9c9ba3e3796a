Needs: /usr/bin/python3 -c 'import pytest, pytest_cov'

What the command's own words ask for comes back, as if the suite had run once. GoogleTest:

  $ isorun -q -j2 --dist static -- suite --gtest_filter='*.Works' --gtest_output=xml:out/report.xml | grep -E 'EXPORTED|KEPT'
      EXPORTED out/report.xml (junit of 2 files)
  $ cases() { python3 -c 'import sys, xml.etree.ElementTree as x; print(sorted(c.get("name") for c in x.parse(sys.argv[1]).iter("testcase")))' "$1"; }
  $ suite --gtest_filter='*.Works' --gtest_output=xml:alone.xml >/dev/null; cases alone.xml > expected; cases out/report.xml | diff expected -
  $ rm -r out; GTEST_OUTPUT=xml:out/ isorun -q -j2 --dist static -- suite --gtest_filter='*.Works' | grep EXPORTED
      EXPORTED out/suite.xml (junit of 2 files)
  $ isorun -q -j2 --dist static -- suite --gtest_filter='*.Works' --gtest_output=json:out/report.json | grep EXPORTED
      EXPORTED out/report.json (googletest-json of 2 files)
  $ tests() { python3 -c 'import sys, json; r = json.load(open(sys.argv[1])); print(r["tests"], sorted(t["classname"] + "." + t["name"] for s in r["testsuites"] for t in s["testsuite"]))' "$1"; }
  $ suite --gtest_filter='*.Works' --gtest_output=json:alone.json >/dev/null; tests alone.json > expected; tests out/report.json | diff expected -

Those of a command that runs as one unit come back as they are, and those of a list's units merged:

  $ cat > writes <<'END'
  > #!/bin/sh
  > mkdir -p coverage/html; echo {} > r.json; echo x > coverage/html/index.html; echo y > other
  > END
  $ chmod +x writes; isorun -q -j1 -- ./writes --outputFile=r.json --coverage | grep -E 'EXPORTED|KEPT'; cat r.json
      EXPORTED r.json (newest of 1 file)
      EXPORTED coverage/html/index.html (newest of 1 file)
      KEPT OUT 1 file written below the working directory (other); --export, or --keep and isorun apply, brings it back
  {}
  $ isorun -q -j1 -- sh -c './writes; echo "$@"' sh --outputFile r.json | grep -E 'EXPORTED|KEPT'; rm -r r.json coverage
      EXPORTED r.json (newest of 1 file)
      KEPT OUT 2 files written below the working directory (coverage/html/index.html, other); --export, or --keep and isorun apply, brings them back
  $ printf 'Plain.Passes\nSetUp.One\n' > units; isorun -q -j2 --list units -- env suite --gtest_filter={} --gtest_output=xml:each.xml | grep -E 'EXPORTED|KEPT'
      EXPORTED each.xml (junit of 2 files)
  $ isorun -q -j2 --list units -- env suite --gtest_filter={} --gtest_output=json:out/{}.json | grep -E 'EXPORTED|KEPT'
      EXPORTED out/Plain.Passes.json (googletest-json of 1 file)
      EXPORTED out/SetUp.One.json (googletest-json of 1 file)
  $ isorun -q -j2 --list units -- env suite --gtest_filter={} --gtest_output=json:each.json | grep -E 'EXPORTED|KEPT|PROBLEM'
      EXPORTED each.json (googletest-json of 2 files)

A test that ran again counts as it ended last:

  $ cat > flaky <<'END'
  > #!/bin/sh
  > test -e "$1" && ok='' || ok='<failure/>'
  > echo "<testsuite name='s'><testcase name='$1'>$ok</testcase></testsuite>" > again.xml
  > test -z "$ok"
  > END
  $ chmod +x flaky; touch good; printf 'good\nbad\n' > units
  $ isorun -q -j1 --retries 2 --list units --export again.xml=junit --export-failed -- ./flaky {} | grep EXPORTED
      EXPORTED again.xml (junit of 4 files)
  $ grep '<testcase' again.xml | sort
      <testcase name="bad">
      <testcase name="good" />

What the user exports decides:

  $ isorun -q -j2 --dist static --export 'out/*=newest' -- suite --gtest_filter='*.Works' --gtest_output=xml:out/report.xml | grep EXPORTED
      EXPORTED out/report.xml (newest of 2 files)

pytest, by its words and its ini file; a report tells of failures too:

  $ mkdir m tests; touch m/__init__.py
  $ for i in 1 2; do printf 'def f():\n    a = 1\n    return a\n\n\ndef unused():\n    return 1\n' > m/m$i.py; printf 'from m.m%s import f\n\n\ndef test_%s(): assert f() == %s\n' $i $i $i > tests/test_$i.py; done
  $ printf '[pytest]\naddopts = --junitxml=xml/report.xml\nlog_file = logs/all.log\n' > pytest.ini
  $ pytest() { isorun -q -j2 --dist static -- /usr/bin/python3 -B -m pytest -p no:cacheprovider "$@"; }
  $ pytest tests | grep -E 'EXPORTED|KEPT|test run|tests run'
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
      EXPORTED xml/report.xml (junit of 2 files)
      EXPORTED logs/all.log (concat of 2 files)
  $ cases xml/report.xml; grep -c '<failure' xml/report.xml
  ['test_1', 'test_2']
  1

pytest-cov's reports and its threshold are of the whole suite:

  $ printf 'def f():\n    return 2\n' > m/m2.py; rm pytest.ini
  $ pytest --cov=m --cov-report=xml:c.xml --cov-report=term-missing --cov-fail-under=80 tests | sed -n '/EXPORTED/,$p'
      EXPORTED .coverage (exec of 2 files)
      EXPORTED c.xml (exec of 2 files)
  Name            Stmts   Miss  Cover   Missing
  ---------------------------------------------
  m/__init__.py       0      0   100%
  m/m1.py             5      1    80%   7
  m/m2.py             2      0   100%
  ---------------------------------------------
  TOTAL               7      1    86%
  $ grep -o 'lines-valid="[0-9]*" lines-covered="[0-9]*"' c.xml; /usr/bin/python3 -m coverage report | tail -n 1
  lines-valid="7" lines-covered="6"
  TOTAL               7      1    86%
  $ pytest --cov=m --cov-fail-under=90 tests | grep PROBLEM
       PROBLEM /usr/bin/python3 exited with code 1: the suite covers 85.71 %, less than the 90 % that were asked for
  $ pytest --cov=m --cov-fail-under=90 tests >/dev/null
  [1]
  $ printf '[run]\nsource = m\n[report]\nfail_under = 90\n' > .coveragerc
  $ pytest --cov --cov-report= tests | grep -E 'PROBLEM|TOTAL'
       PROBLEM /usr/bin/python3 exited with code 1: the suite covers 85.71 %, less than the 90 % that were asked for
  $ rm .coverage; isorun -q -j2 --dist static -- /usr/bin/python3 -m coverage run -m pytest -p no:cacheprovider tests | grep EXPORTED
      EXPORTED .coverage (exec of 2 files)
  $ /usr/bin/python3 -m coverage report --fail-under=0 | tail -n 1
  TOTAL               7      1    86%
  $ rm .coveragerc .coverage; isorun -q -j2 --dist static -- /usr/bin/python3 -m coverage run -m pytest -p no:cacheprovider tests | grep -E 'EXPORTED|KEPT'
      EXPORTED .coverage (exec of 2 files)
  $ /usr/bin/python3 -m coverage report | grep -E '^m/|isorun'
  m/__init__.py                                                                 0      0   100%
  m/m1.py                                                                       5      1    80%
  m/m2.py                                                                       2      0   100%

unittest's:

  $ mkdir u; touch u/__init__.py; for i in 1 2; do printf 'import unittest\nfrom m.m%s import f\nclass T(unittest.TestCase):\n    def test(self): self.assertEqual(f(), %s)\n' $i $i > u/test_u$i.py; done
  $ rm .coverage; isorun -q -j2 --dist static -- /usr/bin/python3 -m coverage run --source m -m unittest discover -s u -t . | grep -E 'Summary|EXPORTED|KEPT|unit'
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
      EXPORTED .coverage (exec of 2 files)
  $ /usr/bin/python3 -m coverage report
  Name            Stmts   Miss  Cover
  -----------------------------------
  m/__init__.py       0      0   100%
  m/m1.py             5      1    80%
  m/m2.py             2      0   100%
  -----------------------------------
  TOTAL               7      1    86%

ctest's are in the build directory:

  $ mkdir build; printf 'add_test(one true)\nadd_test(two true)\n' > build/CTestTestfile.cmake
  $ isorun -q -j2 --dist static -- ctest --test-dir build --output-junit report.xml | grep -E 'EXPORTED|KEPT'
      EXPORTED build/report.xml (junit of 2 files)
  $ cases build/report.xml
  ['one', 'two']
