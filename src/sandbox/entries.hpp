// What a directory holds, by system calls only; see steps.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/raw.hpp"

namespace isorun {

struct DirectoryEntry {  // struct linux_dirent64 of getdents64(2)
  std::uint64_t inode;
  std::int64_t offset;
  unsigned short size;
  unsigned char type;
  char name[1];
};

// Calls `visit(name)` for each entry; stops at the first error.
template <class Visit>
long for_each_entry(int directory, Visit visit) {
  // Small, for each level of a tree has one on the stack.
  alignas(DirectoryEntry) char buffer[2048];
  for (;;) {
    const long size = raw::call(SYS_getdents64, directory, buffer, sizeof buffer);
    if (size <= 0) return size;
    for (long at = 0; at < size;) {
      const DirectoryEntry& entry = *reinterpret_cast<const DirectoryEntry*>(buffer + at);
      at += entry.size;
      if (std::strcmp(entry.name, ".") == 0 || std::strcmp(entry.name, "..") == 0) continue;
      if (const long error = visit(entry.name)) return error;
    }
  }
}

}  // namespace isorun
