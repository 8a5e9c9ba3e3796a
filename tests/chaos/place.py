"""A directory with a suite, what its runs may leave there, and what they may leave on the host."""

import ctypes
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
STEPS = ["--setup", "echo 1 > step", "--teardown", "echo 2 > step"]
RUN = ["run", "-q", "-j2", "--keep", *COLLECT, "--list", "units", "--", "./unit", "{}"]
EXEC = ["exec", "--", "./unit", "1"]

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
        for directory in (self.work, self.scratch):
            directory.mkdir()
        (self.work / "unit").write_text(UNIT, encoding="ascii")
        (self.work / "unit").chmod(0o755)
        (self.work / "units").write_text("\n".join(UNITS) + "\n", encoding="ascii")
        self.as_user = as_user and os.geteuid() == 0
        if self.as_user:
            for directory in (self.work, self.scratch):
                os.chown(directory, ORDINARY_USER, ORDINARY_USER)
        self.litter = f"{self.root.name}-litter"
        self.ipc_key = int.from_bytes(os.urandom(3), "big") + 1
        self.mounts = self._mounts()

    def remove(self):
        shutil.rmtree(self.root)

    def argv(self, words):
        return [str(self.root / "isorun"), *words]

    def environment(self):
        home = {"HOME": str(self.work), "LC_ALL": "C", "PATH": "/usr/bin:/bin"}
        return home | {"LITTER": self.litter, "IPC_KEY": str(self.ipc_key)}

    def become_caller(self):
        """In a child, before exec."""
        os.setsid()
        os.chdir(self.work)
        if self.as_user:
            os.setgroups([])
            os.setresgid(ORDINARY_USER, ORDINARY_USER, ORDINARY_USER)
            os.setresuid(ORDINARY_USER, ORDINARY_USER, ORDINARY_USER)

    def start(self, words, hangs=False):
        return subprocess.Popen(
            self.argv(words),
            env=self.environment() | ({"HANGS": "1"} if hangs else {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=self.become_caller,
        )

    def with_scratch(self, words):
        return [words[0], "--scratch", str(self.scratch), *words[1:]]

    @staticmethod
    def with_steps(words):
        """Not with a scratch directory: for root it lies below the overlay of `/`, where no set-up can run."""
        return [words[0], *STEPS, *words[1:]] if words[0] == "run" else words

    @staticmethod
    def _mounts():
        return pathlib.Path("/proc/self/mountinfo").read_text(encoding="utf-8")

    def check_host(self, may_leave_scratch=False):
        """What holds a namespace is a process or a mount: both are looked for."""
        wait_for_children()
        expect(self._mounts() == self.mounts, "mounts are left")
        for directory in ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue"):
            expect(not os.path.exists(f"{directory}/{self.litter}"), f"{directory}/{self.litter} is left")
        for kind in ("shm", "sem", "msg"):
            table = pathlib.Path(f"/proc/sysvipc/{kind}").read_text(encoding="ascii").splitlines()[1:]
            expect(str(self.ipc_key) not in [line.split()[0] for line in table], f"sysvipc/{kind} is left")
        expect(not cgroups(), f"cgroups are left: {cgroups()}")
        expect(sorted(os.listdir(self.work)) in (["unit", "units"], ["isorun-out", "unit", "units"], HISTORY, ALL),
               f"the suite has changed: {os.listdir(self.work)}")
        left = os.listdir(self.scratch)
        if may_leave_scratch and left:
            expect(self.start(self.with_scratch(["exec", "--", "true"])).wait() == 0, "the next run fails")
            wait_for_children()
            left = os.listdir(self.scratch)
        expect(not left, f"layers are left: {left}")

    def check_results(self, units_are_whole=True):
        """Every result is whole, or not there; of a unit that was ended half-way, as it left it. Answers run.json, or None."""
        if units_are_whole:
            self._check_units(self.out / "collected/text")
            self._check_units(self.out / "catted")
            self._check_tree(self.out / "tree")
        for layer in self.out.glob("layers/[0-9]*"):
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
                log = (self.out / "logs" / f"{unit}.log").read_text(encoding="ascii")
                expect(log == f"{unit}\n", f"the log of {unit} says {log!r}")
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


HISTORY = [".cache", "unit", "units"]
ALL = [".cache", "isorun-out", "unit", "units"]


def cgroups():
    """Groups of isorun's own; tests that run beside this one make some of theirs."""
    words = ["find", "/sys/fs/cgroup", "-type", "d", "-name", "*isorun*", "!", "-name", "isorun-test-*"]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.split()
