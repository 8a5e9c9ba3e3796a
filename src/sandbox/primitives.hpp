// What the steps are made of: one function a primitive, system calls only; see steps.hpp. All
// return 0 or a descriptor, or a negated errno.
#pragma once

#include <array>
#include <climits>
#include <cstdint>
#include <cstring>
#include <span>

#include <sys/stat.h>

#include "base/raw.hpp"

namespace isorun {

// A path built without allocation; too long a one is ENAMETOOLONG at the system call.
class Path {
 public:
  Path() { buffer_[0] = '\0'; }
  Path& text(const char* piece) { return part(piece, std::strlen(piece)); }
  Path& part(const char* piece, std::size_t size) {
    if (length_ + size < sizeof buffer_) {
      std::memcpy(buffer_ + length_, piece, size);
      buffer_[length_ + size] = '\0';
    }
    length_ += size;
    return *this;
  }
  Path& number(std::uint64_t value) {
    char digits[21];
    char* first = digits + sizeof digits - 1;
    *first = '\0';
    do *--first = static_cast<char>('0' + value % 10);
    while ((value /= 10) != 0);
    return text(first);
  }
  [[nodiscard]] const char* get() const { return length_ < sizeof buffer_ ? buffer_ : nullptr; }

 private:
  char buffer_[PATH_MAX];
  std::size_t length_ = 0;
};

// A file descriptor of this process's own table.
class RawFd {
 public:
  explicit RawFd(long fd) : fd_(fd) {}
  RawFd(const RawFd&) = delete;
  RawFd& operator=(const RawFd&) = delete;
  ~RawFd() {
    if (fd_ >= 0) raw::call(SYS_close, fd_);
  }
  [[nodiscard]] int get() const { return static_cast<int>(fd_); }
  [[nodiscard]] long error() const { return fd_ < 0 ? fd_ : 0; }

 private:
  long fd_;
};

// The kernel's own words for what failed; empty if it had none.
using Message = std::array<char, 256>;

// Mounts ----------------------------------------------------------------------

long open_path(const char* path);

// A clone of the mount at `source`, without a place; `extra`: AT_RECURSIVE for the mounts below
// too.
long clone_tree(const char* source, unsigned extra);

long move_mount_to(int tree, const char* target);

// mount_setattr(2): attributes to set, and the propagation type if it is not 0.
long set_attributes(int directory, const char* path, unsigned flags, std::uint64_t set,
                    std::uint64_t propagation);

struct Option {
  const char* key;
  const char* value;  // null: a flag
};

// Values must not hold commas.
long mount_filesystem(const char* type, std::span<const Option> options, unsigned long flags,
                      const char* target, Message& message);

// `size` in bytes; 0: half of the memory.
long mount_tmpfs(std::uint64_t size, const char* target, Message& message);

// Files -----------------------------------------------------------------------

// All with their parents, where missing; what exists already is left as it is.
long make_directory(const char* target, unsigned mode);

// Gives `name` the owner that `like` has, as far as this user namespace knows it: below `unshare
// -r` the host's root is nobody, whom nothing can be given to (EINVAL, chown(2)).
long change_owner(int directory, const char* name, const struct stat& like);
long make_file(const char* target, const char* content);
long make_symlink(const char* content, const char* target);

}  // namespace isorun
