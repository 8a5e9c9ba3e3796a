// What the steps are made of: one function a primitive, system calls only; see steps.hpp. All
// return 0 or a descriptor, or a negated errno.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include <sys/stat.h>

#include "base/raw_file.hpp"

namespace isorun {

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

// `size` in bytes, which limits the number of files likewise; 0: the kernel's limits.
long mount_tmpfs(std::uint64_t size, const char* target, Message& message);

// Files -----------------------------------------------------------------------

// All with their parents, where missing; what exists already is left as it is.
long make_directory(const char* target, unsigned mode);

// Gives `name` in `directory`, or `directory` itself where it is "", the owner that `like` has, as
// far as this user namespace knows it: below `unshare -r` the host's root is nobody, whom nothing
// can be given to (EINVAL, chown(2)).
long change_owner(int directory, const char* name, const struct stat& like);
long make_file(const char* target, const char* content);
long make_symlink(const char* content, const char* target);

}  // namespace isorun
