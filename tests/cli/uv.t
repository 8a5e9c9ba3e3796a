`uv run pytest`: the environment is made once, on the host, and the tests of pytest in it are units.

Needs: UV_SYSTEM_CERTS=1 uv run --no-project --with pytest python -c ''

  $ W=$PWD; export TMPDIR=$W/tmp UV_SYSTEM_CERTS=1; mkdir tmp p; cd p
  $ summary() { isorun -j2 --history "$W/history" --out "$W/out" -- "$@" 2>&1 | sed -n '/BUILD/p;/^ *Summary/p;/^ *Bound/,$p' | grep -v 'Bound\|ISOLATED\|No history'; return "${PIPESTATUS[0]}"; }
  $ printf '[project]\nname = "p"\nversion = "1"\nrequires-python = ">=3.9"\n[dependency-groups]\ndev = ["pytest"]\n' >pyproject.toml
  $ printf 'import pytest\n@pytest.fixture(scope="module")\ndef once(): open("once", "x").close()\ndef test_a(once): pass\ndef test_b(once): pass\n' >test_x.py
  $ printf 'def test_c(): assert 1 == 2\n' >test_y.py
  $ isorun list -- uv run pytest 2>/dev/null; ls -d .venv uv.lock
  test_x.py::test_a
  test_x.py::test_b
  test_y.py::test_c
  .venv
  uv.lock
  $ summary uv run pytest
         BUILD [   0.000s] uv run
       Summary [   0.000s] 3 tests run: 2 passed, 1 failed, 0 skipped
          FAIL [   0.000s] test_y.py::test_c: test_y.py:1: assert 1 == 2
      KEPT OUT 1 file written below the working directory (once); --export, or --keep and isorun apply, brings it back
  [1]
  $ summary uv run --quiet python -m pytest -k c
         BUILD [   0.000s] uv run
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
          FAIL [   0.000s] test_y.py::test_c: test_y.py:1: assert 1 == 2
  [1]
  $ cat .pytest_cache/v/cache/lastfailed; summary uv run -m pytest --lf
  {
    "test_y.py::test_c": true
  }       BUILD [   0.000s] uv run
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
          FAIL [   0.000s] test_y.py::test_c: test_y.py:1: assert 1 == 2
  [1]

If the environment cannot be made, uv's exit code and message are those of the run:

  $ isorun --out "$W/out" -- uv run --offline --with no-such-package-here pytest 2>&1 | grep -c 'not found'
  1
  $ isorun --out "$W/out" -- uv run --no-such-option pytest 2>/dev/null
  [2]
  $ isorun --no-build -- uv run pytest
  isorun: `uv run` builds before it runs tests, which --no-build forbids
  [2]

The whole command, if it is not pytest:

  $ isorun list -- uv run ruff check 2>/dev/null
  uv
