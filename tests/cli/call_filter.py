"""Filters of system calls, for what a test starts."""

import ctypes

PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
SECCOMP_RET_ALLOW = 0x7FFF0000
SECCOMP_RET_ERRNO = 0x00050000
SECCOMP_RET_KILL_PROCESS = 0x80000000
LOAD_CALL_NUMBER, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06

libc = ctypes.CDLL(None, use_errno=True)


class Instruction(ctypes.Structure):
    """struct sock_filter of linux/filter.h."""

    _fields_ = [("code", ctypes.c_ushort), ("true", ctypes.c_ubyte), ("false", ctypes.c_ubyte), ("k", ctypes.c_uint)]


class Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.POINTER(Instruction))]


def installed(instructions):
    """What a child does to have a filter; `instructions`: an array of struct sock_filter, as bytes."""
    count = len(instructions) // ctypes.sizeof(Instruction)
    program = Program(count, (Instruction * count).from_buffer_copy(instructions))

    def install():
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "installing a filter")

    return install


def filtered(calls, answer):
    """What a child does to have an answer of seccomp(2) to each of the calls."""
    instructions = [Instruction(LOAD_CALL_NUMBER, 0, 0, 0)]
    for call in calls:
        instructions += [Instruction(JUMP_IF_EQUAL, 0, 1, call), Instruction(RETURN, 0, 0, answer)]
    instructions.append(Instruction(RETURN, 0, 0, SECCOMP_RET_ALLOW))
    return installed(b"".join(bytes(each) for each in instructions))
