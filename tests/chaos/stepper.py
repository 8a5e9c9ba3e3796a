"""Runs isorun under ptrace(2) and kills some of its processes as one of them enters its n-th system call."""

import ctypes
import os
import signal

TRACEME, CONT, GETEVENTMSG, SETOPTIONS, SYSCALL, DETACH, SYSCALL_INFO = 0, 7, 0x4201, 0x4200, 24, 17, 0x420E
SYSGOOD, FORK, VFORK, CLONE, EXITKILL = 1, 2, 4, 8, 1 << 20
EVENT_FORK, EVENT_VFORK, EVENT_CLONE = 1, 2, 3
SYSCALL_STOP = signal.SIGTRAP | 0x80
ENTRY = 1
WALL = 0x40000000

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def ptrace(request, pid, address=0, data=0):
    """False where the process is gone: somebody has killed it."""
    return libc.ptrace(request, pid, address, data) >= 0


def is_thread(task):
    try:
        with open(f"/proc/{task}/status", encoding="ascii", errors="replace") as lines:
            return f"Tgid:\t{task}\n" not in lines
    except (FileNotFoundError, ProcessLookupError):
        return False


class Stepper:
    """One run. `victim` is launcher, stage or first; all of `killed` die at its call, which it may survive.

    before_first: counts from the start of the shard's first process, which does nothing before the kill.
    """

    def __init__(self, victim, number, killed, before_first=False):
        self.victim = victim
        self.number = number
        self.killed = killed
        self.before_first = before_first
        self.held = []
        self.role = {}
        self.calls = 0
        self.counts = not before_first
        self.has_killed = False
        self.early = set()  # children that stopped before their parent's event told of them

    def run(self, argv, environment, become_caller):
        """Whether it came to the n-th system call."""
        launcher = os.fork()
        if launcher == 0:
            self._be_traced(argv, environment, become_caller)
        self.role[launcher] = "launcher"
        _, status = os.waitpid(launcher, WALL)
        if not os.WIFSTOPPED(status):
            raise OSError("the program was not started")
        ptrace(SETOPTIONS, launcher, 0, SYSGOOD | FORK | VFORK | CLONE | EXITKILL)
        ptrace(SYSCALL, launcher)
        while True:
            try:
                pid, status = os.waitpid(-1, WALL)
            except ChildProcessError:
                return self.has_killed
            if os.WIFSTOPPED(status):
                self._go_on(pid, status)

    @staticmethod
    def _be_traced(argv, environment, become_caller):
        try:
            null = os.open("/dev/null", os.O_RDWR)
            for stream in range(3):
                os.dup2(null, stream)
            become_caller()
            ptrace(TRACEME, 0)
            os.execve(argv[0], argv, environment)
        finally:
            os._exit(127)

    def _go_on(self, pid, status):
        number = os.WSTOPSIG(status)
        event = status >> 16
        if pid not in self.role:
            self.early.add(pid)  # with SIGSTOP, before anything else
            return
        if event in (EVENT_FORK, EVENT_VFORK, EVENT_CLONE):
            self._take_child(pid, event)
        if number == SYSCALL_STOP and self._is_the_call(pid):
            self._kill()
            for first in self.held:
                self._resume(first, 0)
            if self.victim not in self.killed:
                self._resume(pid, 0)
            return
        is_ours = event != 0 or number in (SYSCALL_STOP, signal.SIGTRAP)
        self._resume(pid, 0 if is_ours else number)

    def _is_the_call(self, pid):
        if self.has_killed or not self.counts or self.role[pid] != self.victim:
            return False
        info = ctypes.create_string_buffer(88)
        ptrace(SYSCALL_INFO, pid, len(info), ctypes.addressof(info))
        if info.raw[0] != ENTRY:
            return False
        self.calls += 1
        return self.calls == self.number

    def _kill(self):
        self.has_killed = True
        killed = [pid for pid, role in self.role.items() if role in self.killed]
        for pid in killed:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if self.victim not in self.killed or self.held:  # they go on once the others are gone
            for pid in reversed(killed):  # ptrace(2): a process ends after its threads
                self._wait_for_end(pid)

    @staticmethod
    def _wait_for_end(pid):
        try:
            while os.WIFSTOPPED(os.waitpid(pid, WALL)[1]):
                pass
        except ChildProcessError:
            pass

    def _take_child(self, parent, event):
        child = ctypes.c_ulong()
        ptrace(GETEVENTMSG, parent, 0, ctypes.addressof(child))
        pid = child.value
        if self.role[parent] == "launcher" and event == EVENT_CLONE:
            self.role[pid] = "launcher" if is_thread(pid) else "stage"
        elif self.role[parent] == "stage":
            self.role[pid] = "first"
            self.counts = True
        else:
            self.role[pid] = "other"
        if pid in self.early:
            self.early.remove(pid)
            self._resume(pid, 0)

    def _resume(self, pid, number):
        if self.before_first and self.role[pid] == "first" and not self.has_killed:
            self.held.append(pid)
            return
        # The first stop of a new process is ptrace's own.
        if pid not in self.early and number == signal.SIGSTOP:
            number = 0
        if self.has_killed or self.role[pid] == "other":
            ptrace(DETACH, pid, 0, number)
            return
        if self.role[pid] == "first":
            ptrace(SETOPTIONS, pid, 0, SYSGOOD | EXITKILL)  # what the command does is its own business
        ptrace(SYSCALL, pid, 0, number)
