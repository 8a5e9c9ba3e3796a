Needs: /usr/bin/python3 -c 'import pytest, xdist'
Needs: /usr/bin/python3 -c 'import pytest_cov'

pytest-xdist: its workers are sandboxes. Tests that write the same file, listen on the same port and take the same name
pass as if each were alone; what they need of the controller, such as basetemp, is theirs:

  $ export PYTHONDONTWRITEBYTECODE=1
  $ cat > test_shared.py <<'END'
  > import os, pytest, socket, subprocess, sys, time
  > @pytest.mark.parametrize("value", range(6))
  > def test_shared(value, tmp_path):
  >     (tmp_path / "own").write_text("own")
  >     with open("/tmp/fixed", "w") as file: file.write(str(value))
  >     with socket.socket() as listener:
  >         listener.bind(("127.0.0.1", 18999))
  >         listener.listen()
  >         time.sleep(0.2)
  >         assert open("/tmp/fixed").read() == str(value)
  > def test_environment():
  >     assert not [name for name in os.environ if name.startswith(("ISORUN_PYTEST", "ISORUN_CONTROL", "PYTEST_PLUGINS"))]
  >     assert subprocess.run([sys.executable, "-m", "pytest", "--version"]).returncode == 0
  > END
  $ isorun -j2 -- /usr/bin/python3 -m pytest -n2 | grep PASS
          PASS [   0.000s] (1/7) test_shared.py::test_shared[0]
          PASS [   0.000s] (2/7) test_shared.py::test_shared[1]
          PASS [   0.000s] (3/7) test_shared.py::test_shared[2]
          PASS [   0.000s] (4/7) test_shared.py::test_shared[3]
          PASS [   0.000s] (5/7) test_shared.py::test_shared[4]
          PASS [   0.000s] (6/7) test_shared.py::test_shared[5]
          PASS [   0.000s] (7/7) test_shared.py::test_environment
  $ ls -A isorun-out isorun-out/logs
  isorun-out:
  .gitignore
  .lock
  CACHEDIR.TAG
  junit.xml
  logs
  report.html
  run.json
  trace.json
  (empty)
  isorun-out/logs:
  test_shared.py%3A%3Atest_environment.log
  test_shared.py%3A%3Atest_shared[0].log
  test_shared.py%3A%3Atest_shared[1].log
  test_shared.py%3A%3Atest_shared[2].log
  test_shared.py%3A%3Atest_shared[3].log
  test_shared.py%3A%3Atest_shared[4].log
  test_shared.py%3A%3Atest_shared[5].log
  $ /usr/bin/python3 -c 'import json; print([(len(shard["units"]), shard["slot"]) for shard in json.load(open("isorun-out/run.json"))["shards"]])'
  [(7, 0), (0, 0), (0, 1)]

Without isorun they fail:

  $ isorun exec -- /usr/bin/python3 -m pytest -n2 >/dev/null
  [1]
  $ mkdir alone; mv test_shared.py alone

The controller passes on what its workers tell, and a crash is the test's in which it happened. (The signal goes to the
thread that runs the test: execnet's main thread, which os.kill would choose, does not always run it.)

  $ cat > test_outcomes.py <<'END'
  > import os, pytest, signal
  > def test_exit(): os._exit(3)
  > def test_signal(): signal.raise_signal(signal.SIGSEGV)
  > def test_fails():
  >     print("printed")
  >     assert 1 + 1 == 3
  > @pytest.fixture
  > def broken(): raise RuntimeError("in set-up")
  > @pytest.fixture
  > def breaks_later():
  >     yield
  >     raise RuntimeError("in tear-down")
  > def test_setup(broken): pass
  > def test_teardown(breaks_later): pass
  > @pytest.mark.skip(reason="no need")
  > def test_skip(): pass
  > @pytest.mark.xfail(strict=True)
  > def test_xpass_strict(): pass
  > @pytest.mark.parametrize("value", ["two words", "a::b", "[c]", "back\\slash", "\u00fc", "user@host"])
  > @pytest.mark.xdist_group("group")
  > def test_odd(value): pass
  > END
  $ echo 'import absent' > test_import.py
  $ echo 'import pytest; pytest.skip("not here", allow_module_level=True)' > test_module.py
  $ isorun -j2 -- /usr/bin/python3 -m pytest -n2 --tb=short | sed "s/gw[0-9]/gwN/; /ISOLATED/d" | sed -n '/Summary/,$p'
       Summary [   0.000s] 20 tests run: 13 passed, 7 failed, 2 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 2 slots), 0.0 % of it reached
          FAIL [   0.000s] test_import.py: ModuleNotFoundError: No module named 'absent'
          FAIL [   0.000s] test_outcomes.py::test_exit: worker 'gwN' crashed while running 'test_outcomes.py::test_exit'
          FAIL [   0.000s] test_outcomes.py::test_signal: worker 'gwN' crashed while running 'test_outcomes.py::test_signal'
          FAIL [   0.000s] test_outcomes.py::test_fails: test_outcomes.py:6: assert (1 + 1) == 3
          FAIL [   0.000s] test_outcomes.py::test_setup: setup: test_outcomes.py:8: RuntimeError: in set-up
          FAIL [   0.000s] test_outcomes.py::test_teardown: teardown: test_outcomes.py:12: RuntimeError: in tear-down
          FAIL [   0.000s] test_outcomes.py::test_xpass_strict: [XPASS(strict)]
  $ sed 's/gw[0-9]/gwN/' isorun-out/logs/*test_exit* isorun-out/logs/*test_setup*
  (empty)
  ___________________________________ test_outcomes.py::test_exit ____________________________________
  [gwN] linux -- Python 3.11.2 /usr/bin/python3
  worker 'gwN' crashed while running 'test_outcomes.py::test_exit'
  (empty)
  _______________________________ test_outcomes.py::test_setup (setup) _______________________________
  [gwN] linux -- Python 3.11.2 /usr/bin/python3
  test_outcomes.py:8: in broken
      def broken(): raise RuntimeError("in set-up")
  E   RuntimeError: in set-up

An internal error of a worker, which ends the controller, is the test's that was running there; the others run again:

  $ mkdir internal; cat > internal/conftest.py <<'END'
  > def pytest_runtest_makereport(item, call):
  >     if item.name == "test_breaks" and call.when == "call": raise RuntimeError("a plugin is broken")
  > END
  $ cat > internal/test_internal.py <<'END'
  > import pytest
  > def test_breaks(): pass
  > @pytest.mark.parametrize("value", range(4))
  > def test_good(value): pass
  > END
  $ isorun -j2 --output never -- /usr/bin/python3 -m pytest -n2 internal | sed -n '/Summary/,$p' | grep 'Summary\|PROBLEM\|FAIL'
       Summary [   0.000s] 5 tests run: 4 passed, 1 failed, 0 skipped
          FAIL [   0.000s] internal/test_internal.py::test_breaks: an internal error of pytest: RuntimeError: a plugin is broken
  $ rm -r internal

Workers of a pytest of the user's, each in isorun exec, have their temporary directories, their coverage, and a server of
pytest-rerunfailures:

  $ mkdir tx; cd tx; mkdir m; echo 'def f(): return 1' > m/__init__.py
  $ printf 'import m\ndef test_a(tmp_path): (tmp_path / "f").write_text(str(m.f()))\n' > test_a.py
  $ printf 'def test_b(tmp_path_factory): tmp_path_factory.mktemp("x")\n' > test_b.py
  $ cat > pytest_rerunfailures.py <<'END'
  > import socket
  > class ServerStatusDB:
  >     def __init__(self):
  >         self.sock = socket.socket()
  >         self.sock.bind(("127.0.0.1", 0))
  >         self.sock.listen()
  >         self.sock_port = self.sock.getsockname()[1]
  > def pytest_configure(config):
  >     if hasattr(config, "workerinput"):
  >         socket.create_connection(("127.0.0.1", config.workerinput["sock_port"])).close()
  >     else:
  >         config.server = ServerStatusDB()
  > def pytest_configure_node(node):
  >     node.workerinput["sock_port"] = node.config.server.sock_port
  > END
  $ user() { /usr/bin/python3 -m pytest -q -p pytest_rerunfailures --dist=loadfile --tx "2*popen//python=$1 /usr/bin/python3" --cov=m --cov-report=term 2>&1 | grep -E 'TOTAL|passed|error' | sed 's/ in .*//' | tr -s ' '; }
  $ user 'isorun exec --'
  TOTAL 1 0 100%
  2 passed
  $ isorun -q -j2 -- /usr/bin/python3 -m pytest -n2 -p pytest_rerunfailures | sed -n '2p'
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 0 skipped
  $ cd ..

However it is asked for:

  $ rm test_import.py test_module.py
  $ summary() { "$@" | grep -o '[0-9]* tests* run.*'; ls isorun-out/logs | wc -l; /usr/bin/python3 -c 'import json; print(len(json.load(open("isorun-out/run.json"))["shards"]) - 1, "workers")'; }
  $ printf '[pytest]\naddopts = -n1\n' > pytest.ini; summary isorun -- /usr/bin/python3 -m pytest -k odd; rm pytest.ini
  6 tests run: 6 passed, 0 failed, 0 skipped
  6
  1 workers
  $ PYTEST_ADDOPTS='-n3 --dist=loadgroup' summary isorun -- /usr/bin/python3 -m pytest -k odd
  6 tests run: 6 passed, 0 failed, 0 skipped
  6
  3 workers
  $ summary isorun -- /usr/bin/python3 -m pytest -k odd --dist=loadfile --tx '2*popen//python=/usr/bin/python3 -B'
  6 tests run: 6 passed, 0 failed, 0 skipped
  6
  2 workers
  $ summary isorun -- /usr/bin/python3 -m pytest -k odd --dist=each -n2
  6 tests run: 6 passed, 0 failed, 0 skipped
  6
  2 workers

One worker starts a test after another has run it, and before that says so:

  $ mkdir each; printf 'def test_both(): pass\n' > each/test_each.py; cat > each/conftest.py <<'END'
  > import os, pytest, time
  > def delay(worker, seconds):
  >     time.sleep(seconds if os.environ.get("PYTEST_XDIST_WORKER") == worker else 0)
  > @pytest.hookimpl(tryfirst=True)
  > def pytest_runtest_logstart(): delay("gw1", 1)
  > @pytest.hookimpl(tryfirst=True)
  > def pytest_runtest_setup(): delay("gw1", 2)
  > @pytest.hookimpl(tryfirst=True)
  > def pytest_runtest_logfinish(): delay("gw0", 2)
  > END
  $ summary isorun -- /usr/bin/python3 -m pytest each --dist=each -n2; rm -r each
  1 test run: 1 passed, 0 failed, 0 skipped
  1
  2 workers

In any other way:

  $ summary isorun -j1 -- /usr/bin/python3 -m pytest -k odd -n0
  6 tests run: 6 passed, 0 failed, 0 skipped
  6
  0 workers
  $ summary isorun -j1 -- /usr/bin/python3 -m pytest -k odd -p xdist
  6 tests run: 6 passed, 0 failed, 0 skipped
  6
  0 workers
  $ summary isorun -- sh -c 'cd alone && exec /usr/bin/python3 -m pytest -n2'
  7 tests run: 7 passed, 0 failed, 0 skipped
  7
  2 workers

It ends at a number of failures; what ran meanwhile depends on the machine. A limit of one test's time is out of reach:

  $ isorun -- /usr/bin/python3 -m pytest -n1 -x -k 'fails or odd' | grep 'FAIL .*(./7)\|shard'
          FAIL [   0.000s] (1/7) test_outcomes.py::test_fails
  $ echo 'import absent' > test_import.py; isorun -- /usr/bin/python3 -m pytest -n1 -x | grep 'FAIL .*test_import.py: '; rm test_import.py
          FAIL [   0.000s] test_import.py: ModuleNotFoundError: No module named 'absent'
  $ isorun --timeout 3 -- /usr/bin/python3 -m pytest -n2
  isorun: --timeout applies to one unit, but an xdist worker runs many: use -n0, so that isorun distributes the tests, or pytest-timeout
  [2]

Coverage that the workers measured comes together in the controller:

  $ mkdir covered; printf 'def one():\n    return 1\ndef two():\n    return 2\ndef three():\n    return 3\n' > product.py
  $ for name in one two; do printf "import product\ndef test_$name(): product.$name()\n" > covered/test_$name.py; done
  $ mkdir out; isorun --share out -- /usr/bin/python3 -m pytest -n2 --cov=product --cov-report=xml:out/coverage.xml covered | grep -o '[0-9]* passed'
  2 passed
  $ grep -o '<coverage.*lines-covered="[0-9]*"' out/coverage.xml | sed 's/.* //'
  lines-covered="5"
  $ isorun -q -- /usr/bin/python3 -m pytest -p no:cacheprovider -n2 --cov=product covered | grep -E 'EXPORTED|KEPT'
      EXPORTED .coverage (exec of 1 file)

Each worker has its own services; their controller has none. Without them no test runs:

  $ printf '[[service]]\nname = "s"\ncommand = "echo $ISORUN_SLOT > served; exec sleep 1000"\nready = "file:served"\n' > served.toml
  $ printf 'import os\ndef check():\n    assert open("served").read() == os.environ["ISORUN_SLOT"] + "\\n"\ndef test_a(): check()\ndef test_b(): check()\n' > test_served.py
  $ summary isorun --config served.toml -- /usr/bin/python3 -m pytest -n2 test_served.py; ls isorun-out/logs | grep -c 's.output'
  2 tests run: 2 passed, 0 failed, 0 skipped
  4
  2 workers
  2
  $ printf '[[service]]\nname = "s"\ncommand = "exit 3"\nready = "file:served"\n' > served.toml
  $ isorun -q --config served.toml -- /usr/bin/python3 -m pytest -n1 test_served.py | grep -o 'the service.*'; rm served.toml test_served.py
  the service `s` ended before it was ready: exit code 3

An interrupt ends them all, and leaves nothing:

  $ printf 'import time, pathlib\ndef test_stuck():\n    pathlib.Path("out/started").touch()\n    time.sleep(600)\n' > test_stuck.py
  $ isorun --share out -- /usr/bin/python3 -m pytest -n1 test_stuck.py >out/log 2>&1 & until [ -e out/started ]; do sleep 0.05; done; kill -INT $!; wait $!
  [130]
  $ grep -c 'NOT RUN test_stuck.py::test_stuck' out/log; ls -A isorun-out
  1
  .gitignore
  .lock
  CACHEDIR.TAG
  junit.xml
  logs
  report.html
  run.json
  trace.json
