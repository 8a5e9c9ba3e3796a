// The files of a process in a /proc that may belong to another pid namespace, where numbers that
// getpid(2) and clone(2) return belong to other processes. System calls only.
#pragma once

namespace isorun {

// The number of a process there, or a negated errno: ESRCH if it has none, or has been reaped.
// `proc`: the open directory /proc; `process`: a pidfd.
long number_in_proc(int proc, int process);

// Opens the file `name` of a process. Returns a descriptor or a negated errno.
long open_in_proc(int proc, int process, const char* name, int flags);

}  // namespace isorun
