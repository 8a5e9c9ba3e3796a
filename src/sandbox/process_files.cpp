#include "sandbox/process_files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>

#include "base/raw_file.hpp"

namespace isorun {

using raw::call;

// A pidfd's fdinfo is the only file that names a process in the pid namespace of the /proc through
// which it is read (pidfd_show_fdinfo in kernel/fork.c): 0 if it has no number there, -1 once it
// has been reaped.
long number_in_proc(int proc, int process) {
  Path path;
  path.text("self/fdinfo/").number(static_cast<std::uint64_t>(process));
  const RawFd file(call(SYS_openat, proc, path.get(), O_RDONLY | O_CLOEXEC, 0));
  if (file.error() != 0) return file.error();
  char text[1024];
  const long size = call(SYS_read, file.get(), text, sizeof text - 1);
  if (size < 0) return size;
  text[size] = '\0';
  constexpr const char* label = "\nPid:\t";
  const char* digit = std::strstr(text, label);
  if (digit == nullptr) return -ESRCH;
  long number = 0;
  for (digit += std::strlen(label); *digit >= '0' && *digit <= '9'; ++digit)
    number = 10 * number + (*digit - '0');
  return number > 0 ? number : -ESRCH;
}

long open_in_proc(int proc, int process, const char* name, int flags) {
  const long number = number_in_proc(proc, process);
  if (number < 0) return number;
  Path path;
  path.number(static_cast<std::uint64_t>(number));
  const RawFd directory(call(SYS_openat, proc, path.get(), O_PATH | O_DIRECTORY | O_CLOEXEC, 0));
  if (directory.error() != 0) return directory.error();
  // It may have been reaped in between, and the number given to another process.
  if (number_in_proc(proc, process) != number) return -ESRCH;
  return call(SYS_openat, directory.get(), name, flags | O_CLOEXEC, 0);
}

}  // namespace isorun
