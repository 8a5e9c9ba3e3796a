isorun audit runs each unit in a sandbox of its own and tells which conflict, from what they did.

  $ echo 'echo 1 >shared' >write.sh; echo 'test ! -e shared || cat shared' >read.sh; echo 'cat /etc/hostname; d=$(mktemp -d); echo 1 >$d/f; rm -r $d' >own.sh
  $ printf 'write.sh\nread.sh\nown.sh\n' >units; isorun audit --list units -- sh {}
  READY    1 unit     1 test      runs in parallel as it is
  ISOLATE  2 units    2 tests     need isorun, or a change
  (empty)
  ISOLATE write.sh
      shared created here, looked for by read.sh
          make a directory for each test (mktemp -d)
  (empty)
  ISOLATE read.sh
      shared looked for here, created by write.sh
          make a directory for each test (mktemp -d)
  (empty)
  33.3 % of the units, 33.3 % of the tests are ready
  [1]
  $ isorun audit --list units --filter 'test(own.sh)' -- sh {}
  READY    1 unit     1 test      runs in parallel as it is
  (empty)
  100.0 % of the units, 100.0 % of the tests are ready
  $ isorun audit --list units --markdown -- sh {}
  ### isorun audit: 33.3 % of the units, 33.3 % of the tests are ready
  (empty)
  | Readiness | Tests of | Number | Why | What to do |
  | --- | --- | ---: | --- | --- |
  | READY | own.sh | 1 |  |  |
  | ISOLATE | write.sh | 1 | shared created here, looked for by read.sh | make a directory for each test (mktemp -d) |
  | ISOLATE | read.sh | 1 | shared looked for here, created by write.sh | make a directory for each test (mktemp -d) |
  [1]
  $ isorun audit --list units --explain read.sh -- sh {} | sed 's/after [0-9.]* s/after N s/g'
  shared
      read.sh: looked for by sh after N s
      write.sh: created by sh after N s
  $ isorun audit --list units --explain own.sh -- sh {}
  own.sh conflicts with nothing
  [1]
  $ isorun audit --list units --json -- sh {} | /usr/bin/python3 -c 'import json, sys
  > for conflict in json.load(sys.stdin)["conflicts"]: print(conflict["thing"].split("/")[-1], conflict["pairs"])'
  shared [[0, 1]]

  $ isorun audit --list units --locks -- sh {}
  # isorun.toml
  [[overrides]]
  filter = "=write.sh or =read.sh"
  lock = "shared"
  [1]

What keeps them apart without sandboxes, for pytest-xdist and for ctest:

  $ mkdir py; echo 'def test_write(): open("/tmp/one", "w").write("1")' >py/test_a.py; printf 'def test_read():\n    open("/tmp/one", "a").read\ndef test_pure(): pass\n' >py/test_b.py
  $ isorun audit --locks -- /usr/bin/python3 -m pytest -p no:cacheprovider py
  import pytest
  (empty)
  # conftest.py; run pytest -n4 --dist=loadgroup
  GROUPS = {
      "py/test_a.py": "/tmp/one",
      "py/test_b.py::test_read": "/tmp/one",
  }
  (empty)
  (empty)
  @pytest.hookimpl(tryfirst=True)
  def pytest_collection_modifyitems(items):
      for item in items:
          group = GROUPS.get(item.nodeid) or GROUPS.get(item.nodeid.split("::")[0])
          if group:
              item.add_marker(pytest.mark.xdist_group(group))
  [1]
  $ mkdir c; printf 'add_test(first sh -c "echo 1 >/tmp/one")\nadd_test([=[second [x]]=] sh -c "echo 2 >/tmp/one")\n' >c/CTestTestfile.cmake
  $ isorun audit --locks -- ctest --test-dir c
  # CMakeLists.txt
  set_tests_properties([[first]] PROPERTIES RESOURCE_LOCK [[/tmp/one]])
  set_tests_properties([[second [x]]] PROPERTIES RESOURCE_LOCK [[/tmp/one]])
  [1]
  $ rm -r py c

Nothing of it reaches the host, and no results directory is made:

  $ ls
  own.sh
  read.sh
  units
  write.sh

What is no conflict: files that appear with the same content, a directory that each makes, a lock, what is locked while it changes, caches.

  $ echo 'echo same >made; mkdir -p data; mkdir -p __pycache__; echo $$ >__pycache__/x; /usr/bin/python3 lock.py' >same.sh; echo 'import os; os.close(os.open("data/.lock", os.O_CREAT | os.O_EXCL)); os.remove("data/.lock")' >lock.py
  $ echo 'import fcntl, os, sys; f = os.fdopen(os.open("log", os.O_RDWR | os.O_CREAT), "r+"); fcntl.lockf(f, fcntl.LOCK_EX); f.write(sys.argv[1])' >log.py
  $ isorun audit --list <(printf '%s\n' 'sh same.sh' 'bash same.sh' '/usr/bin/python3 log.py 1' '/usr/bin/python3 log.py 2') -- sh -c {}
  READY    4 units    4 tests     run in parallel as they are
  (empty)
  100.0 % of the units, 100.0 % of the tests are ready

Who lists a directory finds what comes and goes there, and who removes one takes all that is in it:

  $ mkdir data tree; echo >tree/file; echo 'rm -f data/test-*' >clean.sh; echo 'echo 1 >data/test-1; rm data/test-1' >make.sh; echo 'rm -r tree' >remove.sh; echo 'cat tree/file' >cat.sh
  $ printf '%s\n' clean.sh make.sh remove.sh cat.sh | isorun audit --list - -- sh {}
  ISOLATE  4 units    4 tests     need isorun, or a change
  (empty)
  ISOLATE clean.sh
      data listed here, data/test-1 created and deleted by make.sh
          make a directory for each test, and delete only that
  (empty)
  ISOLATE make.sh
      data/test-1 created and deleted here, data listed by clean.sh
          make a directory for each test, and delete only that
  (empty)
  ISOLATE remove.sh
      tree/file deleted here, read by cat.sh
          make a directory for each test (mktemp -d)
  (empty)
  ISOLATE cat.sh
      tree/file read here, deleted by remove.sh
          make a directory for each test (mktemp -d)
  (empty)
  0.0 % of the units, 0.0 % of the tests are ready
  [1]

What pytest lists before the first test begins is no test's doing:

  $ mkdir py; printf 'import os\ndef test_write(): open("log", "w").write("1")\ndef test_pure(tmp_path): (tmp_path / "file").touch()\n' >py/test_a.py
  $ isorun audit -- /usr/bin/python3 -m pytest -p no:cacheprovider py
  READY    1 file     2 tests     runs in parallel as it is
  (empty)
  100.0 % of the files, 100.0 % of the tests are ready
  $ echo 'def test_list(): os.listdir(".")' >>py/test_a.py; isorun audit -- /usr/bin/python3 -m pytest -p no:cacheprovider py; rm -r py
  ISOLATE  1 file     3 tests     needs isorun, or a change
  (empty)
  ISOLATE py/test_a.py
      log created here (py/test_a.py:2), /transcript/work listed by py/test_a.py::test_list (py/test_a.py:4)
          use tmp_path, and delete only what the test made
  (empty)
  0.0 % of the files, 0.0 % of the tests are ready

In Python, the source line of the call, in the user's own code and not in what is installed. None where another program makes the call, or where Python announces none, as for os.stat:

  $ mkdir -p py/site-packages; printf 'import pathlib\ndef save(path):\n    pathlib.Path(path).write_text(path)\n' | tee py/store.py >py/site-packages/library.py
  $ cat >py/test_a.py <<'END'
  > import os, shutil, socket, store, subprocess, sys, threading
  > def test_save(): store.save("/tmp/one")
  > def test_library():
  >     sys.path.insert(0, "py/site-packages")
  >     import library
  >     library.save("/tmp/one")
  > def test_append():
  >     os.path.exists("/tmp/one")
  >     open("/tmp/one", "a").write("more")
  > def test_shell(): subprocess.run("echo 1 >/tmp/one", shell=True)
  > def test_tree():
  >     os.makedirs("/tmp/two/three")
  >     open("/tmp/two/three/four", "w").close()
  >     shutil.rmtree("/tmp/two")
  > def test_move():
  >     store.save("/tmp/new")
  >     os.rename("/tmp/new", "/tmp/two")
  > END
  $ cat >py/test_b.py <<'END'
  > import os, socket, threading
  > def test_list(): os.listdir("/tmp")
  > def test_bind():
  >     thread = threading.Thread(target=lambda: socket.socket().bind(("127.0.0.1", 7001)))
  >     thread.start()
  > def test_connect():
  >     socket.socket().connect_ex(("127.0.0.1", 7001))
  > def test_fork():
  >     if os.fork() == 0:
  >         open("/tmp/five", "w").write("5")
  >         os._exit(0)
  >     os.wait()
  > def test_signal():
  >     try: os.kill(4999, 15)
  >     except ProcessLookupError: pass
  > def test_variables(): assert not {"ISORUN_LINES", "ISORUN_SOURCES"} & set(os.environ)
  > END
  $ pytest() { isorun audit "$@" -- /usr/bin/python3 -m pytest -p no:cacheprovider py; }
  $ pytest
  ISOLATE  2 files    12 tests    need isorun, or a change
  (empty)
  ISOLATE py/test_a.py
      /tmp/one created here (py/store.py:3), /tmp listed by py/test_b.py::test_list (py/test_b.py:2)
          use tmp_path, and delete only what the test made
  (empty)
  ISOLATE py/test_b.py
      /tmp listed here (py/test_b.py:2), /tmp/one created by py/test_a.py::test_save (py/store.py:3)
          use tmp_path, and delete only what the test made
      TCP port 7001 bound here (py/test_b.py:4), connected to by py/test_b.py::test_connect (py/test_b.py:7)
          bind port 0, and pass on the number that the kernel chose
      py/test_b.py::test_signal (py/test_b.py:14) signals process 4999, which is not there
          signal only processes that the test started
  (empty)
  0.0 % of the files, 0.0 % of the tests are ready
  [1]
  $ pytest --explain py/test_a.py::test_append | sed 's/after [0-9.]* s/after N s/g'
  /tmp/one
      py/test_a.py::test_append: looked for by python3 after N s, created by python3 at py/test_a.py:9 after N s
      py/test_a.py::test_save: created by python3 at py/store.py:3 after N s
      py/test_a.py::test_library: created by python3 at py/test_a.py:6 after N s
      py/test_a.py::test_shell: created by sh after N s
      py/test_b.py::test_list: /tmp listed by python3 at py/test_b.py:2 after N s
  $ pytest --explain py/test_a.py::test_tree | sed 's/after [0-9.]* s/after N s/g'
  /tmp/two
      py/test_a.py::test_tree: looked for by python3 after N s, created by python3 at py/test_a.py:12 after N s, read by python3 at py/test_a.py:14 after N s, listed by python3 at py/test_a.py:14 after N s, deleted by python3 at py/test_a.py:14 after N s
      py/test_a.py::test_move: created by python3 at py/test_a.py:17 after N s
      py/test_b.py::test_list: /tmp listed by python3 at py/test_b.py:2 after N s
  $ pytest --json | /usr/bin/python3 -c 'import json, sys
  > for conflict in json.load(sys.stdin)["conflicts"]:
  >     print(conflict["thing"], [role.get("line") for role in conflict["units"]])'
  /tmp/five ['py/test_b.py:2', 'py/test_b.py:10']
  /tmp/new ['py/store.py:3', 'py/test_b.py:2']
  /tmp/one ['py/store.py:3', 'py/test_a.py:6', 'py/test_a.py:9', None, 'py/test_b.py:2']
  /tmp/two ['py/test_a.py:12', 'py/test_a.py:17', 'py/test_b.py:2']
  tcp:7001 ['py/test_b.py:4', 'py/test_b.py:7']
  $ isorun audit -- sh -c 'cd py && /usr/bin/python3 -m pytest -p no:cacheprovider' | grep 7001
      TCP port 7001 bound here (py/test_b.py:4), connected to by test_b.py::test_connect (py/test_b.py:7)
  $ isorun -q -- /usr/bin/python3 -m pytest -p no:cacheprovider py >out; pytest >out; grep -o 'TCP port 7001 bound here (py/test_b.py:4)' isorun-out/report.html
  TCP port 7001 bound here (py/test_b.py:4)
  $ rm -r py isorun-out out

Those of unittest, whose tests see nothing of that:

  $ mkdir ut; cat >ut/test_b.py <<'END'
  > import os, unittest
  > class B(unittest.TestCase):
  >     def test_one(self):
  >         open("/tmp/one", "w").write("1")
  >     def test_two(self):
  >         open("/tmp/one", "w").write("2")
  >     def test_variables(self):
  >         self.assertEqual({"ISORUN_LINES", "ISORUN_SOURCES"} & set(os.environ), set())
  > END
  $ isorun audit --markdown -- /usr/bin/python3 -m unittest discover ut; rm -r ut
  ### isorun audit: 0.0 % of the files, 0.0 % of the tests are ready
  (empty)
  | Readiness | Tests of | Number | Why | What to do |
  | --- | --- | ---: | --- | --- |
  | ISOLATE | ut/test\_b.py | 3 | /tmp/one created here (ut/test\_b.py:4) and by test\_b.B.test\_two (ut/test\_b.py:6) | use tempfile.TemporaryDirectory |

Whatever name a file has on the way there:

  $ mkdir real; ln -s real link; echo 'echo 1 >link/file' >one.sh; echo 'ln -s real own; cat own/file; :' >two.sh
  $ printf 'one.sh\ntwo.sh\n' | isorun audit --list - -- sh {}; rm -r real link
  ISOLATE  2 units    2 tests     need isorun, or a change
  (empty)
  ISOLATE one.sh
      real/file created here, read by two.sh
          make a directory for each test (mktemp -d)
  (empty)
  ISOLATE two.sh
      real/file read here, created by one.sh
          make a directory for each test (mktemp -d)
  (empty)
  0.0 % of the units, 0.0 % of the tests are ready

Ports, whatever the address; UDP; names of sockets, System V and POSIX IPC:

  $ cat >net.py <<'END'
  > import mmap, os, socket, sys, ctypes
  > what, side = sys.argv[1:]
  > if what == "tcp": s = socket.socket(); s.bind(("127.0.0.1" if side == "a" else "0.0.0.0", 7001))
  > if what == "free": s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
  > if what == "udp": s = socket.socket(type=socket.SOCK_DGRAM); s.bind(("127.0.0.1", 7001)) if side == "a" else s.sendto(b"x", ("127.0.0.1", 7001))
  > if what == "name": s = socket.socket(socket.AF_UNIX); s.bind("\0isorun-name") if side == "a" else s.connect_ex("\0isorun-name")
  > if what == "file": s = socket.socket(socket.AF_UNIX); s.bind("file.sock") if side == "a" else s.connect_ex("file.sock")
  > if what == "sysv": ctypes.CDLL(None).shmget(0x2a, 4096, 0o1666 if side == "a" else 0)
  > if what == "posix": ctypes.CDLL(None).shm_open(b"/isorun-shm", os.O_CREAT | os.O_RDWR if side == "a" else 0, 0o600)
  > END
  $ for what in tcp free udp name file sysv posix; do echo $what a; echo $what b; done >units
  $ isorun audit --list units -- sh -c '/usr/bin/python3 net.py {}' | grep -v '^        '
  READY    2 units    2 tests     run in parallel as they are
  ISOLATE  12 units   12 tests    need isorun, or a change
  (empty)
  ISOLATE tcp a
      TCP port 7001 bound here and by tcp b
  (empty)
  ISOLATE tcp b
      TCP port 7001 bound here and by tcp a
  (empty)
  ISOLATE udp a
      UDP port 7001 bound here, connected to by udp b
  (empty)
  ISOLATE udp b
      UDP port 7001 connected to here, bound by udp a
  (empty)
  ISOLATE name a
      Unix socket @isorun-name bound here, connected to by name b
  (empty)
  ISOLATE name b
      Unix socket @isorun-name connected to here, bound by name a
  (empty)
  ISOLATE file a
      file.sock bound here, connected to by file b
  (empty)
  ISOLATE file b
      file.sock connected to here, bound by file a
  (empty)
  ISOLATE sysv a
      System V shared memory 0x2a created here, read by sysv b
  (empty)
  ISOLATE sysv b
      System V shared memory 0x2a read here, created by sysv a
  (empty)
  ISOLATE posix a
      /dev/shm/isorun-shm created here, read by posix b
  (empty)
  ISOLATE posix b
      /dev/shm/isorun-shm read here, created by posix a
  (empty)
  14.3 % of the units, 14.3 % of the tests are ready

Signals to others, and what no pair of units is needed for:

  $ echo 'kill -9 -1 || true' >all.sh; echo 'kill 4999 || true' >stale.sh; echo 'pkill isorun-none || true' >name.sh; echo 'sleep 9 & kill $!; ulimit -n 99; kill -0 4999 || true' >own.sh
  $ printf '%s\n' all.sh stale.sh name.sh own.sh | isorun audit --list - -- sh {}
  READY    1 unit     1 test      runs in parallel as it is
  ISOLATE  3 units    3 tests     need isorun, or a change
  (empty)
  ISOLATE all.sh
      all.sh signals all processes (kill -1)
          signal only processes that the test started
  (empty)
  ISOLATE stale.sh
      stale.sh signals process 4999, which is not there
          signal only processes that the test started
  (empty)
  ISOLATE name.sh
      name.sh looks for processes by name (pkill)
          signal only processes that the test started
  (empty)
  25.0 % of the units, 25.0 % of the tests are ready
  [1]

A unit that fails alone: what it needs from outside, or a hint.

  $ echo 'import socket; socket.create_connection(("203.0.113.7", 443), 1)' >far.py; echo 'import sys; sys.exit(3)' >bad.py
  $ printf 'far.py\nbad.py\n' | isorun audit --list - -- /usr/bin/python3 {}
  BLOCKED  2 units    2 tests     fail even in a sandbox of their own
  (empty)
  BLOCKED far.py
      far.py needs a server at 203.0.113.7:443
          start it in the test, or try --net host
  (empty)
  BLOCKED bad.py
      bad.py fails alone in a sandbox: exit code 3
          run it with isorun, then ask isorun why
  (empty)
  0.0 % of the units, 0.0 % of the tests are ready
  [1]

Static programs, many threads and children that outlive their parents:

  $ echo 'import threading; [t.start() for t in [threading.Thread(target=lambda i=i: open(f"t{i}", "w").close()) for i in range(50)]]' >threads.py
  $ echo '(sleep 0.1; echo x >late) & exec sleep 0.3' >late.sh; echo 'cat late t7' >last.sh
  $ printf '%s\n' '/usr/bin/python3 threads.py' 'sh late.sh' 'sh last.sh' | isorun audit --list - -- sh -c {} | grep sh
      t7 created here, read by sh last.sh
  ISOLATE sh late.sh
      late created here, read by sh last.sh
  BLOCKED sh last.sh
      sh last.sh fails alone in a sandbox: exit code 1
      late read here, created by sh late.sh

Where isorun's caller listens already, only layers tell:

  $ cat >listen.py <<'END'
  > import ctypes, os, struct, sys
  > libc = ctypes.CDLL(None, use_errno=True)
  > allow = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0x7fff0000))
  > program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", 1, ctypes.addressof(allow)))
  > libc.prctl(38, 1, 0, 0, 0)
  > listener = libc.syscall({"x86_64": 317, "aarch64": 277}[os.uname().machine], 1, 8, program)
  > assert listener >= 0, os.strerror(ctypes.get_errno())
  > if os.fork() == 0: os.execvp(sys.argv[1], sys.argv[1:])
  > sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
  > END
  $ printf '%s\n' write.sh read.sh own.sh >units; /usr/bin/python3 listen.py isorun audit --list units -- sh {}
  READY    3 units    3 tests     run in parallel as they are
  (empty)
  100.0 % of the units, 100.0 % of the tests are ready
  not seen: 3 units could not be traced (listening to the command's system calls: Device or resource busy (EBUSY); a process has one listener, and isorun's own caller listens); only the files that they changed are known, not what they read, listed, bound or connected to
  [1]

The page of the last run, and those of later ones, show the table:

  $ printf '%s\n' write.sh read.sh >units; isorun -q --list units -- sh {} >out; isorun audit --list units -- sh {} >out; grep -c 'id="audit"' isorun-out/report.html; grep -o 'shared looked for here, created by write.sh' isorun-out/report.html
  1
  shared looked for here, created by write.sh
  $ isorun -q --list units -- sh {} >out; grep -c 'id="audit"' isorun-out/report.html
  1
  $ rm isorun-out/audit.json; isorun report isorun-out >out; grep -c 'id="audit"' isorun-out/report.html
  0
  [1]

A command that isorun cannot split:

  $ isorun audit -- true
  READY    1 unit     1 test      runs in parallel as it is
  (empty)
  100.0 % of the units, 100.0 % of the tests are ready
  not seen: the suite has one unit, which has no other to conflict with; if it holds several tests, isorun list --explain says why it is not split
  [1]

A unit's services run beside it:

  $ printf '[[service]]\nname = "s"\ncommand = "echo > served; exec sleep 1000"\nready = "file:served"\n' >isorun.toml
  $ printf '%s\n' one two >units; isorun audit --list units -- sh -c 'test -e served; : {}'; rm isorun.toml
  READY    2 units    2 tests     run in parallel as they are
  (empty)
  100.0 % of the units, 100.0 % of the tests are ready

Wrong usage:

  $ isorun audit
  isorun: no command to run; usage: isorun audit [OPTIONS] [--] COMMAND...
  [2]
  $ isorun audit --json --markdown -- true
  isorun: --json excludes --markdown
  [2]
  $ isorun audit --explain nothing --list units -- sh {}
  isorun: no file, suite or unit nothing was audited
  [2]
