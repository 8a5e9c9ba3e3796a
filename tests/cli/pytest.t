Needs: /usr/bin/python3 -c 'import pytest'

pytest: units are pytest's own, with all that its words, its ini file and its hooks leave out or sort.

  $ mkdir tests; cat > tests/test_outcomes.py <<'END'
  > import os, pytest
  > @pytest.mark.parametrize("value", ["two words", "a::b", "[c]", "back\\slash", "\u00fc", "new\nline"])
  > def test_odd(value): pass
  > @pytest.fixture
  > def broken(): raise RuntimeError("in set-up")
  > @pytest.fixture
  > def breaks_later():
  >     yield
  >     raise RuntimeError("in tear-down")
  > def test_setup(broken): pass
  > def test_teardown(breaks_later): pass
  > def test_fails():
  >     print("printed")
  >     assert 1 + 1 == 3
  > @pytest.mark.skip(reason="no need")
  > def test_skip(): pass
  > @pytest.mark.xfail(reason="known bug")
  > def test_xfail(): assert 0
  > @pytest.mark.xfail
  > def test_xpass(): pass
  > @pytest.mark.xfail(strict=True, reason="known bug")
  > def test_xpass_strict(): pass
  > class TestClass:
  >     def test_environment(self): assert not [name for name in os.environ if "PYTEST_" in name and name != "PYTEST_CURRENT_TEST"]
  > END
  $ echo 'import absent' > tests/test_import.py
  $ echo 'import pytest; pytest.skip("not here", allow_module_level=True)' > tests/test_module.py
  $ units() { isorun list -- /usr/bin/python3 -m pytest "$@"; }
  $ units
  tests/test_import.py
  tests/test_module.py
  tests/test_outcomes.py::test_odd[two words]
  tests/test_outcomes.py::test_odd[a::b]
  tests/test_outcomes.py::test_odd[[c]]
  tests/test_outcomes.py::test_odd[back\\slash]
  tests/test_outcomes.py::test_odd[\xfc]
  tests/test_outcomes.py::test_odd[new\nline]
  tests/test_outcomes.py::test_setup
  tests/test_outcomes.py::test_teardown
  tests/test_outcomes.py::test_fails
  tests/test_outcomes.py::test_skip
  tests/test_outcomes.py::test_xfail
  tests/test_outcomes.py::test_xpass
  tests/test_outcomes.py::test_xpass_strict
  tests/test_outcomes.py::TestClass::test_environment
  pytest: 16 units, detected by inspection

A failure in set-up or tear-down is the test's, a strict xpass is a failure, an expected failure is no failure. What cannot
be imported fails alone, where pytest would run nothing:

  $ isorun -j1 -- /usr/bin/python3 -m pytest --tb=short
          FAIL [   0.000s] ( 1/16) tests/test_import.py
  --- OUTPUT: tests/test_import.py: ModuleNotFoundError: No module named 'absent' ---
  (empty)
  _______________________________________ tests/test_import.py _______________________________________
  ImportError while importing test module '/transcript/work/tests/test_import.py'.
  Hint: make sure your test modules/packages have valid Python names.
  Traceback:
  /usr/lib/python3.11/importlib/__init__.py:126: in import_module
      return _bootstrap._gcd_import(name[level:], package, level)
  tests/test_import.py:1: in <module>
      import absent
  E   ModuleNotFoundError: No module named 'absent'
  --- END: tests/test_import.py ---
          SKIP [   0.000s] ( 2/16) tests/test_module.py
          PASS [   0.000s] ( 3/16) tests/test_outcomes.py::test_odd[two words]
          PASS [   0.000s] ( 4/16) tests/test_outcomes.py::test_odd[a::b]
          PASS [   0.000s] ( 5/16) tests/test_outcomes.py::test_odd[[c]]
          PASS [   0.000s] ( 6/16) tests/test_outcomes.py::test_odd[back\\slash]
          PASS [   0.000s] ( 7/16) tests/test_outcomes.py::test_odd[\xfc]
          PASS [   0.000s] ( 8/16) tests/test_outcomes.py::test_odd[new\nline]
          FAIL [   0.000s] ( 9/16) tests/test_outcomes.py::test_setup
  --- OUTPUT: tests/test_outcomes.py::test_setup: setup: tests/test_outcomes.py:5: RuntimeError: in set-up ---
  E
  ____________________________ tests/test_outcomes.py::test_setup (setup) ____________________________
  tests/test_outcomes.py:5: in broken
      def broken(): raise RuntimeError("in set-up")
  E   RuntimeError: in set-up
  --- END: tests/test_outcomes.py::test_setup ---
          FAIL [   0.000s] (10/16) tests/test_outcomes.py::test_teardown
  --- OUTPUT: tests/test_outcomes.py::test_teardown: teardown: tests/test_outcomes.py:9: RuntimeError: in tear-down ---
  .E
  _________________________ tests/test_outcomes.py::test_teardown (teardown) _________________________
  tests/test_outcomes.py:9: in breaks_later
      raise RuntimeError("in tear-down")
  E   RuntimeError: in tear-down
  --- END: tests/test_outcomes.py::test_teardown ---
          FAIL [   0.000s] (11/16) tests/test_outcomes.py::test_fails
  --- OUTPUT: tests/test_outcomes.py::test_fails: tests/test_outcomes.py:14: assert (1 + 1) == 3 ---
  F
  ________________________________ tests/test_outcomes.py::test_fails ________________________________
  tests/test_outcomes.py:14: in test_fails
      assert 1 + 1 == 3
  E   assert (1 + 1) == 3
  --------------------------------------- Captured stdout call ---------------------------------------
  printed
  --- END: tests/test_outcomes.py::test_fails ---
          SKIP [   0.000s] (12/16) tests/test_outcomes.py::test_skip
          SKIP [   0.000s] (13/16) tests/test_outcomes.py::test_xfail
          PASS [   0.000s] (14/16) tests/test_outcomes.py::test_xpass
          FAIL [   0.000s] (15/16) tests/test_outcomes.py::test_xpass_strict
  --- OUTPUT: tests/test_outcomes.py::test_xpass_strict: [XPASS(strict)] known bug ---
  F
  ____________________________ tests/test_outcomes.py::test_xpass_strict _____________________________
  [XPASS(strict)] known bug
  --- END: tests/test_outcomes.py::test_xpass_strict ---
          PASS [   0.000s] (16/16) tests/test_outcomes.py::TestClass::test_environment
  ------------
       Summary [   0.000s] 13 tests run: 8 passed, 5 failed, 3 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest file, sum / 1 slot), 0.0 % of it reached
          FAIL [   0.000s] tests/test_import.py: ModuleNotFoundError: No module named 'absent'
          FAIL [   0.000s] tests/test_outcomes.py::test_setup: setup: tests/test_outcomes.py:5: RuntimeError: in set-up
          FAIL [   0.000s] tests/test_outcomes.py::test_teardown: teardown: tests/test_outcomes.py:9: RuntimeError: in tear-down
          FAIL [   0.000s] tests/test_outcomes.py::test_fails: tests/test_outcomes.py:14: assert (1 + 1) == 3
          FAIL [   0.000s] tests/test_outcomes.py::test_xpass_strict: [XPASS(strict)] known bug
  [1]

Its words are its own:

  $ units -k 'odd and not new'
  tests/test_import.py
  tests/test_module.py
  tests/test_outcomes.py::test_odd[two words]
  tests/test_outcomes.py::test_odd[a::b]
  tests/test_outcomes.py::test_odd[[c]]
  tests/test_outcomes.py::test_odd[back\\slash]
  tests/test_outcomes.py::test_odd[\xfc]
  pytest: 7 units, detected by inspection
  $ printf '[pytest]\naddopts = --deselect tests/test_outcomes.py::test_fails -k "fails or skip"\n' > pytest.ini; units; rm pytest.ini
  tests/test_import.py
  tests/test_module.py
  tests/test_outcomes.py::test_skip
  pytest: 3 units, detected by inspection

What deselects by number would choose others where a shard collects fewer, so it is obeyed once:

  $ mkdir numbers; for name in a b; do printf 'def test_0(): pass\ndef test_1(): pass\ndef test_2(): pass\n' > numbers/test_$name.py; done
  $ printf 'def pytest_collection_modifyitems(items): items[:] = reversed(items[::2])\n' > numbers/conftest.py
  $ units numbers
  numbers/test_b.py::test_1
  numbers/test_a.py::test_2
  numbers/test_a.py::test_0
  pytest: 3 units, detected by inspection
  $ isorun -j3 -- /usr/bin/python3 -m pytest numbers | grep -o 'PASS.*' | cut -c 24- | sort
  numbers/test_a.py::test_0
  numbers/test_a.py::test_2
  numbers/test_b.py::test_1

Nor do its variables matter:

  $ PYTEST_ADDOPTS='--maxfail=1 -k setup' isorun -j1 -- /usr/bin/python3 -m pytest tests/test_outcomes.py | grep -c 'FAIL .*(1/1)'
  1
  $ PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 PYTHONPATH=/a PYTEST_PLUGINS=pytester units -p no:cacheprovider -c /dev/null --rootdir . tests/test_outcomes.py -k class
  tests/test_outcomes.py::TestClass::test_environment
  pytest: 1 unit, detected by inspection

As through other commands:

  $ isorun list -- env A=1 /usr/bin/python3 -m pytest tests/test_outcomes.py -k class
  tests/test_outcomes.py::TestClass::test_environment
  pytest: 1 unit, detected by inspection
  $ printf '#!/bin/sh\ncd tests && exec /usr/bin/python3 -m pytest -k class test_outcomes.py\n' > run-tests; chmod +x run-tests; isorun list -- ./run-tests
  test_outcomes.py::TestClass::test_environment
  pytest: 1 unit, detected by listing

Where there is nothing to run:

  $ isorun -- /usr/bin/python3 -m pytest tests/test_outcomes.py -k nothing
  isorun: no units found (pytest, detected by inspection)
  [4]
  $ isorun -- /usr/bin/python3 -m pytest absent
  isorun: pytest failed before listing its tests: exit code 4: ERROR: file or directory not found: absent
  [2]
  $ isorun -- /usr/bin/python3 -m pytest --absent
  isorun: pytest failed before listing its tests: exit code 4. Its output:
    ERROR: usage: __main__.py [options] [file_or_dir] [file_or_dir] [...]
    __main__.py: error: unrecognized arguments: --absent
      inifile: None
      rootdir: /transcript/work
  [2]
  $ mkdir broken; printf 'raise RuntimeError("line one\\nline two")\n' > broken/conftest.py; isorun -- /usr/bin/python3 -m pytest broken
  isorun: pytest failed before listing its tests: exit code 4. Its output:
    ImportError while loading conftest '/transcript/work/broken/conftest.py'.
    broken/conftest.py:1: in <module>
        raise RuntimeError("line one\nline two")
    E   RuntimeError: line one
    E   line two
  [2]
  $ printf '[pytest]\naddopts = --nonsense\n' > broken/pytest.ini; isorun -- /usr/bin/python3 -m pytest -c broken/pytest.ini tests
  isorun: pytest failed before listing its tests: exit code 4. Its output:
    ERROR: usage: __main__.py [options] [file_or_dir] [file_or_dir] [...]
    __main__.py: error: unrecognized arguments: --nonsense
      inifile: /transcript/work/broken/pytest.ini
      rootdir: /transcript/work/broken
  [2]
  $ isorun -- /usr/bin/python3 -m pytest --version
  isorun: pytest's --version runs no tests; use isorun exec -- COMMAND
  [2]
  $ isorun -- /usr/bin/python3 -m pytest --pdb
  isorun: pytest's --pdb needs the terminal; use isorun exec -- COMMAND
  [2]
  $ isorun -- /usr/bin/python3 -m pytest --stepwise
  isorun: pytest's --stepwise reads pytest's cache, which a sandboxed run never writes to the host; name the tests, or run the suite without it (--lf works, since isorun records what failed)
  [2]
  $ isorun -- sh -c '/usr/bin/python3 -m pytest -q tests; exec /usr/bin/python3 -m pytest -q tests'
  isorun: the command runs pytest more than once; isorun can split only one run
  [2]

A test that ends pytest is charged with it; the others run in another sandbox:

  $ cat > test_ends.py <<'END'
  > import os, pytest, signal
  > def test_one(): pass
  > def test_exit(): os._exit(3)
  > def test_two(): pass
  > def test_signal(): os.kill(os.getpid(), signal.SIGSEGV)
  > def test_good_exit(): os._exit(0)
  > def test_stops_all(): pytest.exit("enough")
  > def test_forks():
  >     if os.fork() == 0: return
  >     os.wait()
  > process = os.getpid()
  > def test_of_parent(): assert os.getpid() == process
  > END
  $ isorun -j1 -- /usr/bin/python3 -m pytest test_ends.py | grep '(./8)'
          PASS [   0.000s] (1/8) test_ends.py::test_one
          FAIL [   0.000s] (2/8) test_ends.py::test_exit
          PASS [   0.000s] (3/8) test_ends.py::test_two
       SIGSEGV [   0.000s] (4/8) test_ends.py::test_signal
          FAIL [   0.000s] (5/8) test_ends.py::test_good_exit
          FAIL [   0.000s] (6/8) test_ends.py::test_stops_all
          PASS [   0.000s] (7/8) test_ends.py::test_forks
          PASS [   0.000s] (8/8) test_ends.py::test_of_parent
  $ cat > test_stuck.py <<'END'
  > import time
  > def test_stuck(): time.sleep(600)
  > def test_quick(): pass
  > END
  $ isorun -j2 --timeout 6 -- /usr/bin/python3 -m pytest test_stuck.py | grep '(./2)'
          PASS [   0.000s] (1/2) test_stuck.py::test_quick
       TIMEOUT [   0.000s] (2/2) test_stuck.py::test_stuck

A log is a test's own:

  $ isorun -j1 -- /usr/bin/python3 -m pytest -q --tb=short tests/test_outcomes.py >/dev/null; cat isorun-out/logs/*test_fails*
  F
  ________________________________ tests/test_outcomes.py::test_fails ________________________________
  tests/test_outcomes.py:14: in test_fails
      assert 1 + 1 == 3
  E   assert (1 + 1) == 3
  --------------------------------------- Captured stdout call ---------------------------------------
  printed

Files may have any name:

  $ mkdir names; for name in 'a,b c' $'new\nline' $'\xff'; do echo 'def test_it(): pass' > "names/test_$name.py"; done
  $ isorun -j1 -- /usr/bin/python3 -m pytest names | grep -o 'PASS.*' | cut -c 24-
  names/test_a,b c.py::test_it
  names/test_new\nline.py::test_it
  names/test_\udcff.py::test_it

Thousands of names do not fit into one argument; two tests of one name are one unit:

  $ cat > test_many.py <<'END'
  > import pytest
  > @pytest.mark.parametrize("value", ["x" * 100 + str(i) for i in range(3000)])
  > def test_many(value): pass
  > END
  $ isorun -j1 -- /usr/bin/python3 -m pytest test_many.py | grep Summary
       Summary [   0.000s] 3000 tests run: 3000 passed, 0 failed, 0 skipped
  $ printf 'def pytest_collection_modifyitems(items): items += items[:1]\n' > conftest.py
  $ isorun -j1 -- /usr/bin/python3 -m pytest test_stuck.py -k quick | grep Summary; rm conftest.py
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped

A test that is not always there is not forgotten:

  $ printf 'import pytest, time\n@pytest.mark.parametrize("now", [time.time_ns()])\ndef test_now(now): pass\n' > test_unstable.py
  $ isorun -j1 -- /usr/bin/python3 -m pytest test_unstable.py | grep 'FAIL.*(1/1)' | sed 's/\[[0-9]*\]$/[NOW]/'
          FAIL [   0.000s] (1/1) test_unstable.py::test_now[NOW]

What failed last time is isorun's to know, be pytest's own cache what it may; where nothing failed, all run:

  $ mkdir last; cat > last/test_last.py <<'END'
  > import os
  > def test_good(): pass
  > def test_bad(): assert os.path.exists("mended")
  > def test_fine(): pass
  > END
  $ isorun -j1 -q --output never -- /usr/bin/python3 -m pytest -q last | grep -E 'Summary|FAIL'
          FAIL [   0.000s] (2/3) last/test_last.py::test_bad
       Summary [   0.000s] 3 tests run: 2 passed, 1 failed, 0 skipped
          FAIL [   0.000s] last/test_last.py::test_bad: last/test_last.py:3: AssertionError: assert False
  $ /usr/bin/python3 -m pytest -q --collect-only last --lf | head -1
  last/test_last.py::test_bad
  $ mkdir -p .pytest_cache/v/cache; echo '{"last/test_last.py::test_good": true}' > .pytest_cache/v/cache/lastfailed
  $ isorun list -- /usr/bin/python3 -m pytest last --lf
  last/test_last.py::test_bad
  pytest: 1 unit, detected by inspection
  $ touch mended; isorun -j1 -- /usr/bin/python3 -m pytest -q last --lf | grep -E 'Summary|PASS'
          PASS [   0.000s] (1/1) last/test_last.py::test_bad
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun -j1 -q -- /usr/bin/python3 -m pytest -q last --last-failed | grep Summary
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  $ isorun -j1 -q -- /usr/bin/python3 -m pytest -q last --lf --lfnf=none
  isorun: no units found (none of 3 is selected)
  [4]
