"""A directory with a suite, what its runs may leave there, and what they may leave on the host."""

import ctypes
import functools
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

ORDINARY_USER = 54321

# Leaves all that a unit can leave, and writes what is merged.
UNIT = """#!/usr/bin/perl
my $unit = shift;
sub put { my ($path, $text) = @_; if (open my $file, '>', $path) { print $file $text } }
put("$_/$ENV{LITTER}", '') for qw(/tmp /var/tmp /dev/shm /dev/mqueue);
shmget($ENV{IPC_KEY}, 4096, 01600); semget($ENV{IPC_KEY}, 1, 01600); msgget($ENV{IPC_KEY}, 01600);
if (!fork) { setpgrp; $SIG{$_} = 'IGNORE' for qw(TERM INT HUP); sleep 100000; }
mkdir 'dir';
put("dir/$_", $unit x 100_000) for qw(a b c);
put('text', $unit x 100_000);
print "$unit\\n";
sleep 100000 if $ENV{HANGS};
"""
UNITS = "123"
BYTES = 100_000
COLLECT = ["--collect", "text=concat", "--collect", "dir/**=copy:tree", "--collect", "text=exec:cat:catted"]
LISTED = ["--list", "units", "--", "./unit", "{}"]
RUN = ["run", "-q", "-j2", "--keep", *COLLECT, *LISTED]
EXEC = ["exec", "--", "./unit", "1"]

# The set-up is cached, for each value of ROUND below this; so now and then it has to run.
SETUPS = 20
MACHINERY = """
[[setup]]
command = "echo 1 > step"
inputs = ["$ROUND"]
[[service]]
name = "server"
command = "echo up > up; exec sleep 100000"
ready = "file:up"
[[teardown]]
command = "echo 2 > step"
"""

# A build of one program of libtest, which has the units as its tests; it leaves all that a build can leave.
CARGO = """#!/bin/sh
case $* in
  metadata*) echo "{\\"workspace_root\\":\\"$PWD\\",\\"target_directory\\":\\"$PWD/target\\"}" ;;
  *--no-run*)
    mkdir -p target; echo built > target/built; : > "/tmp/$LITTER"
    sleep 100000 > /dev/null 2>&1 &
    echo "{\\"reason\\":\\"compiler-artifact\\",\\"package_id\\":\\"p 1\\",\\"executable\\":\\"${0%/*}/program\\"," \\
      '"profile":{"test":true},"target":{"name":"program","kind":["test"]}}' ;;
  *)
    for word; do case $word in *runner=*) runner=$word ;; esac; done
    eval "$(echo "$runner" | sed 's/.*=\\[//; s/]$//; s/,/ /g')" "${0%/*}/program" ;;
esac
"""
PROGRAM = """#!/bin/sh
# isorun knows libtest by its option --force-run-in-process.
case $* in *--list*) printf '%s: test\\n' 1 2 3; printf '\\n3 tests, 0 benchmarks\\n'; exit ;; esac
for unit; do :; done
./unit "$unit"; echo "test result: ok. 1 passed; 0 failed;"
"""

WORKERS = """import pytest, subprocess
@pytest.mark.parametrize("unit", "123")
def test(unit):
    subprocess.run(["./unit", unit], check=True)
"""

PR_SET_CHILD_SUBREAPER = 36


class Failure(Exception):
    """What should not have been left."""


def expect(holds, what):
    if not holds:
        raise Failure(what)


def adopt_orphans():
    """Whatever a killed isorun leaves running becomes a child of this process."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def wait_for_children():
    """All of them: the kernel may still be at work on what was killed."""
    deadline = time.monotonic() + 60
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            if time.monotonic() > deadline:
                raise Failure(f"processes are left: {running()}")
            time.sleep(0.002)


def children(pid):
    try:
        return [int(word) for word in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def running():
    names = []
    waiting = children(os.getpid())
    while waiting:
        pid = waiting.pop()
        waiting += children(pid)
        try:
            names.append(f"{pid} {pathlib.Path(f'/proc/{pid}/comm').read_text().strip()}")
        except (FileNotFoundError, ProcessLookupError):
            pass
    return names


@functools.cache
def has_xdist():
    return subprocess.run(["/usr/bin/python3", "-c", "import xdist"], capture_output=True, check=False).returncode == 0


class Place:
    """A directory with a suite, owned by who runs it. Nobody else's litter has its name."""

    def __init__(self, isorun, as_user):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="isorun-chaos."))
        self.root.chmod(0o755)
        shutil.copy(isorun, self.root)
        shutil.copytree(os.path.join(os.path.dirname(isorun), "share"), self.root / "share")
        self.work = self.root / "work"
        self.out = self.work / "isorun-out"
        self.scratch = self.root / "scratch"
        self.temporary = self.root / "temporary"
        self.slices = [self.root / f"slices/{number}" for number in (1, 2)]
        owned = (self.work, self.scratch, self.temporary, self.root / "slices")
        for directory in owned:
            directory.mkdir()
        (self.root / "machinery.toml").write_text(MACHINERY, encoding="ascii")
        (self.root / "workers_test.py").write_text(WORKERS, encoding="ascii")
        for name, text in (("cargo", CARGO), ("program", PROGRAM)):
            (self.root / name).write_text(text, encoding="ascii")
            (self.root / name).chmod(0o755)
        (self.work / "unit").write_text(UNIT, encoding="ascii")
        (self.work / "unit").chmod(0o755)
        (self.work / "units").write_text("\n".join(UNITS) + "\n", encoding="ascii")
        self.as_user = as_user and os.geteuid() == 0
        if self.as_user:
            for directory in owned:
                os.chown(directory, ORDINARY_USER, ORDINARY_USER)
        self.litter = f"{self.root.name}-litter"
        self.new_setups = itertools.count(SETUPS)
        self.ipc_key = int.from_bytes(os.urandom(3), "big") + 1
        self.mounts = self._mounts()

    def remove(self):
        shutil.rmtree(self.root)

    def argv(self, words):
        return [str(self.root / "isorun"), *words]

    def environment(self, number=0):
        home = {"HOME": str(self.work), "LC_ALL": "C", "PATH": f"{self.root}:/usr/bin:/bin"}
        own = {"LITTER": self.litter, "IPC_KEY": str(self.ipc_key), "ROUND": str(number)}
        sanitizer = {name: os.environ[name] for name in ("ASAN_OPTIONS",) if name in os.environ}
        return home | own | sanitizer | {"TMPDIR": str(self.temporary), "PYTHONDONTWRITEBYTECODE": "1"}

    def become_caller(self):
        """In a child, before exec."""
        os.setsid()
        os.chdir(self.work)
        if self.as_user:
            os.setgroups([])
            os.setresgid(ORDINARY_USER, ORDINARY_USER, ORDINARY_USER)
            os.setresuid(ORDINARY_USER, ORDINARY_USER, ORDINARY_USER)

    def start(self, words, hangs=False, number=0):
        return subprocess.Popen(
            self.argv(words),
            env=self.environment(number) | ({"HANGS": "1"} if hangs else {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=self.become_caller,
        )

    def kinds(self):
        """The invocations that get signals, by name."""
        def with_options(words, *options):
            return [words[0], *map(str, options), *words[1:]]

        words = {
            "run": RUN,
            "run on disk": with_options(RUN, "--scratch", self.scratch),
            "exec": EXEC,
            "exec on disk": with_options(EXEC, "--scratch", self.scratch),
            # Not on disk: for root it lies below the overlay of `/`, where no set-up can run.
            "steps": with_options(RUN, "--setup", "echo 1 > step", "--teardown", "echo 2 > step"),
            "services": with_options(RUN, "--config", self.root / "machinery.toml"),
            "build": ["run", "-q", "-j2", "--keep", *COLLECT, "--", "cargo", "test"],
            "audit": ["audit", "-j2", *LISTED],
            "why": ["why", "--repeat", "2", str(self.root / "red")],
            "merge": ["merge", "-q", *map(str, self.slices)],
        }
        if has_xdist():
            words["workers"] = ["run", "-q", "-j2", "--keep", "--out", "workers-out", "--", "/usr/bin/python3", "-m",
                                "pytest", "-n2", "-pno:cacheprovider", str(self.root / "workers_test.py")]
        return words

    def make_failed_run(self):
        """For `why` to explain: all will be well now. Otherwise `why` would also look at all of /tmp, whose size is unknown."""
        red = self.work / "red"
        self.start(["run", "-q", "--out", str(red), "--list", "units", "--", "sh", "-c", "[ -e ../mended ]", "{}"]).wait()
        red.rename(self.root / "red")
        (self.root / "mended").touch()

    def make_slices(self):
        """For `merge`."""
        for number, directory in enumerate(self.slices, 1):
            self.start([*RUN[:-len(LISTED)], "--slice", f"{number}/{len(self.slices)}", *LISTED]).wait()
            self.out.rename(directory)

    @staticmethod
    def _mounts():
        return pathlib.Path("/proc/self/mountinfo").read_text(encoding="utf-8")

    def check_host(self, may_leave_scratch=False, may_leave_temporary=False):
        """What holds a namespace is a process or a mount: both are looked for."""
        wait_for_children()
        expect(self._mounts() == self.mounts, "mounts are left")
        for directory in ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue"):
            expect(not os.path.exists(f"{directory}/{self.litter}"), f"{directory}/{self.litter} is left")
        for kind in ("shm", "sem", "msg"):
            table = pathlib.Path(f"/proc/sysvipc/{kind}").read_text(encoding="ascii").splitlines()[1:]
            expect(str(self.ipc_key) not in [line.split()[0] for line in table], f"sysvipc/{kind} is left")
        expect(not cgroups(), f"cgroups are left: {cgroups()}")
        expect({"unit", "units"} <= set(os.listdir(self.work)) <= {"unit", "units", *LEFT},
               f"the suite has changed: {os.listdir(self.work)}")
        kinds = self.kinds()
        for pattern, kind, may_be_left in (
            ("scratch/*", "exec on disk", may_leave_scratch),
            ("temporary/*", "build", may_leave_temporary),
            ("work/.cache/isorun/setups/.*", "services", may_leave_temporary),
        ):
            left = list(self.root.glob(pattern))
            if may_be_left and left:
                expect(self.start(kinds[kind], number=next(self.new_setups)).wait() == 0, "the next run fails")
                wait_for_children()
                left = list(self.root.glob(pattern))
            expect(not left, f"left over: {left}")

    def check_results(self, units_are_whole=True):
        """Every result is whole, or not there; of a unit that was ended half-way, as it left it. Answers run.json, or None."""
        if units_are_whole:
            self._check_units(self.out / "collected/text")
            self._check_units(self.out / "catted")
            self._check_tree(self.out / "tree")
        for path in self.work.glob("*/run.json"):
            json.loads(path.read_text(encoding="utf-8"))
        for layer in self.work.glob("*/layers/[0-9]*"):
            expect((layer / "changes.json").exists(), f"{layer} is not whole")
            json.loads((layer / "changes.json").read_text(encoding="utf-8"))
        if (self.out / "junit.xml").exists():
            expect((self.out / "junit.xml").read_bytes().endswith(b"</testsuites>\n"), "junit.xml is not whole")
        if not (self.out / "run.json").exists():
            return None
        run = json.loads((self.out / "run.json").read_text(encoding="utf-8"))
        if run["reason"] == "passed":
            expect(len((self.out / "collected/text").read_bytes()) == len(UNITS) * BYTES, "text lacks units")
            for unit in UNITS:
                [log] = [path.read_text(encoding="ascii") for path in self.out.glob(f"logs/*{unit}.log")]
                expect(log.startswith(f"{unit}\n"), f"the log of {unit} says {log!r}")
        return run

    def forget_results(self):
        """The next run may end before it takes their place."""
        shutil.rmtree(self.out, ignore_errors=True)

    @staticmethod
    def _check_tree(tree):
        files = [path for path in tree.rglob("*") if path.is_file()]
        expect(len(files) % 3 == 0, f"{tree} lacks files")
        for path in files:
            expect(path.stat().st_size == BYTES, f"{path} is not whole")

    @staticmethod
    def _check_units(path):
        """Those of whole units: a run that is interrupted merges what it has."""
        if not path.exists():
            return
        text = path.read_text(encoding="ascii")
        for unit in UNITS:
            expect(text.count(unit) in (0, BYTES), f"{path} holds a part of unit {unit}")
        expect(len(text) % BYTES == 0, f"{path} is not whole")

    def names(self):
        return sorted(str(path.relative_to(self.out)) for path in self.out.rglob("*"))


LEFT = [".cache", ".cargo", "isorun-out", "target", "workers-out"]


def cgroups():
    """Groups of isorun's own; tests that run beside this one make some of theirs."""
    words = ["find", "/sys/fs/cgroup", "-type", "d", "-name", "*isorun*", "!", "-name", "isorun-test-*"]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.split()
