Python's unittest: each test is a unit, and those of a file share a process.

Needs: python3 -m unittest --help

  $ W=$PWD; export TMPDIR=$W/tmp; mkdir tmp p; cd p
  $ run() { isorun -j2 --history "$W/history" --out "$W/out" -- "$@"; }
  $ summary() { run "$@" 2>&1 | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v 'Bound\|ISOLATED\|No history'; return "${PIPESTATUS[0]}"; }
  $ mkdir -p tests/more; touch tests/__init__.py tests/more/__init__.py
  $ cat >tests/test_a.py <<'.'
  > import os, unittest
  > def setUpModule(): open("module-up", "x").close()
  > class A(unittest.TestCase):
  >     @classmethod
  >     def setUpClass(cls): cls.ready = True
  >     def test_good(self): self.assertTrue(self.ready)
  >     def test_wrong(self): print("printed"); self.assertEqual(1, 2 if os.environ.get("WRONG") else 1)
  >     @unittest.skip("not now")
  >     def test_skipped(self): pass
  >     @unittest.expectedFailure
  >     def test_expected(self): self.fail()
  >     def test_parts(self):
  >         for i in range(3):
  >             with self.subTest(i=i): self.assertNotEqual(i, 1 if os.environ.get("WRONG") else 9)
  > class B(unittest.TestCase):
  >     @classmethod
  >     def setUpClass(cls):
  >         if os.environ.get("WRONG"): raise OSError("no database")
  >     def test_one(self): pass
  >     def test_two(self): pass
  > .
  $ cat >tests/more/test_c.py <<'.'
  > import os, sys, unittest
  > class C(unittest.TestCase):
  >     def test_path(self): self.assertEqual(sys.path[0], os.getcwd())
  >     def test_variables(self): self.assertEqual([name for name in os.environ if "UNITTEST" in name], [])
  > .
  $ echo 'import unittest; raise unittest.SkipTest("elsewhere only")' >tests/test_elsewhere.py
  $ isorun list -- python3 -m unittest
  tests.more.test_c.C.test_path
  tests.more.test_c.C.test_variables
  tests.test_a.A.test_expected
  tests.test_a.A.test_good
  tests.test_a.A.test_parts
  tests.test_a.A.test_skipped
  tests.test_a.A.test_wrong
  tests.test_a.B.test_one
  tests.test_a.B.test_two
  tests.test_elsewhere
  unittest: 10 units, detected by inspection
  $ isorun list --json -- python3 -m unittest tests.more.test_c 2>/dev/null | grep -A2 test_path
              "name": "tests.more.test_c.C.test_path",
              "suite": "tests.more.test_c.C",
              "file": "tests/more/test_c.py",
  $ summary python3 -m unittest
       Summary [   0.000s] 8 tests run: 8 passed, 0 failed, 2 skipped
      KEPT OUT 1 file written below the working directory (module-up); --export, or --keep and isorun apply, brings it back

Words keep their meaning:

  $ isorun list -- python3 -X dev -m unittest discover -s tests -t . -k good -k more 2>/dev/null
  tests.more.test_c.C.test_path
  tests.more.test_c.C.test_variables
  tests.test_a.A.test_good
  tests.test_elsewhere
  $ isorun list -- python3 -munittest -v tests/test_a.py tests.more.test_c.C.test_path 2>/dev/null | tail -2
  tests.test_a.B.test_two
  tests.more.test_c.C.test_path

Failures of tests, parts of tests, fixtures and imports, each with its own output:

  $ echo 'import absent_module' >tests/test_import.py
  $ export WRONG=1; run python3 -m unittest tests.test_a | sed -n '/OUTPUT: tests.test_a.A.test_wrong/,/END/p' | grep -v '\^\^'
  --- OUTPUT: tests.test_a.A.test_wrong: tests/test_a.py:7: AssertionError: 1 != 2 ---
  F
  ____________________________________ tests.test_a.A.test_wrong _____________________________________
  Traceback (most recent call last):
    File "/transcript/work/p/tests/test_a.py", line 7, in test_wrong
      def test_wrong(self): print("printed"); self.assertEqual(1, 2 if os.environ.get("WRONG") else 1)
  AssertionError: 1 != 2
  (empty)
  printed
  --- END: tests.test_a.A.test_wrong ---
  $ summary python3 -m unittest
       Summary [   0.000s] 9 tests run: 4 passed, 5 failed, 2 skipped
          FAIL [   0.000s] tests.test_a.A.test_parts: tests/test_a.py:14: AssertionError: 1 == 1
          FAIL [   0.000s] tests.test_a.A.test_wrong: tests/test_a.py:7: AssertionError: 1 != 2
          FAIL [   0.000s] tests.test_a.B.test_one: tests/test_a.py:18: OSError: no database
          FAIL [   0.000s] tests.test_a.B.test_two: tests/test_a.py:18: OSError: no database
          FAIL [   0.000s] tests.test_import: ImportError: Failed to import test module: tests.test_import
      KEPT OUT 1 file written below the working directory (module-up); --export, or --keep and isorun apply, brings it back
  [1]
  $ unset WRONG; rm tests/test_import.py
  $ cat >tests/test_ends.py <<'.'
  > import os, unittest
  > class E(unittest.TestCase):
  >     def test_a(self): pass
  >     def test_b(self): os._exit(0)
  >     def test_c(self): pass
  > .
  $ summary python3 -m unittest tests.test_ends
       Summary [   0.000s] 3 tests run: 2 passed, 1 failed, 0 skipped
          FAIL [   0.000s] tests.test_ends.E.test_b: the program exited with code 0 during this test
  [1]
  $ printf 'import unittest\nclass T(unittest.TestCase):\n    @classmethod\n    def tearDownClass(cls): raise OSError("left over")\n    def test_a(self): pass\n    def test_b(self): pass\n' >tests/test_down.py
  $ summary python3 -m unittest tests.test_down
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
          FAIL [   0.000s] tests.test_down.T.test_b: tests/test_down.py:4: OSError: left over
  [1]

What cannot be listed is an error:

  $ run python3 -m unittest --nonsense 2>&1 | tail -1
  isorun: cannot list the tests of python3 (detected: unittest): exit code 2 (python3 -m unittest: error: unrecognized arguments: --nonsense); to override, use --framework

No test runs twice:

  $ for name in d e f; do printf 'import unittest\nclass T(unittest.TestCase):\n    def test_x(self): open("ran", "a").write("%s\\n")\n' $name >tests/test_$name.py; done
  $ isorun -j2 --dist static --history none --out "$W/out" --collect 'ran=concat' -- python3 -m unittest tests.test_d tests.test_e tests.test_f >/dev/null; sort ../out/collected/*
  d
  e
  f
