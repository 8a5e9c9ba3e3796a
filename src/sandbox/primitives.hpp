// The building blocks of steps: one function per primitive, system calls only; see steps.hpp. All
// return 0 or a descriptor, or a negated errno.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include <sys/stat.h>

#include "base/raw_file.hpp"

namespace isorun {

// The kernel's error message; empty if there was none.
using Message = std::array<char, 256>;

// Mounts ----------------------------------------------------------------------

long open_path(const char* path);

// A detached clone of the mount at `source`; `extra`: AT_RECURSIVE to include the mounts below.
long clone_tree(const char* source, unsigned extra);

long move_mount_to(int tree, const char* target);

// mount_setattr(2): sets attributes, and the propagation type unless it is 0.
long set_attributes(int directory, const char* path, unsigned flags, std::uint64_t set,
                    std::uint64_t propagation);

struct Option {
  const char* key;
  const char* value;  // null: a flag
};

// Values must not contain commas.
long mount_filesystem(const char* type, std::span<const Option> options, unsigned long flags,
                      const char* target, Message& message);

// `size` in bytes also limits the number of files; 0: the kernel's defaults.
long mount_tmpfs(std::uint64_t size, const char* target, Message& message);

// Files -----------------------------------------------------------------------

// All create missing parents, and leave existing entries unchanged.
long make_directory(const char* target, unsigned mode);

// Gives `name` in `directory` (or `directory` itself if "") the owner of `like`, if this user
// namespace maps it: below `unshare -r`, the host's root is the overflow id, to which nothing can
// be given (EINVAL, chown(2)).
long change_owner(int directory, const char* name, const struct stat& like);
long make_file(const char* target, const char* content);
long make_symlink(const char* content, const char* target);

}  // namespace isorun
