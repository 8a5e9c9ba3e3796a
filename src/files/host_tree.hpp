// The host's files by absolute path. Symbolic links are not followed: a path through one does not
// exist. Paths may be longer than PATH_MAX.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/stat.h>

#include <isorun/unique_fd.hpp>

namespace isorun {

class HostTree {
 public:
  // The parent directory of `path`, valid until the next call; -1 with errno if there is none.
  int parent_of(std::string_view path);

  // lstat(2) of the path.
  std::optional<struct stat> status(std::string_view path);

 private:
  std::string directory_;  // reused if the next path lies in it too
  UniqueFd opened_;
};

// The part after the last slash, and the part before it; empty if there is none.
std::string base_name(std::string_view path);
std::string_view parent_name(std::string_view path);

// The names in an open directory, sorted; none if it cannot be read or is -1.
std::vector<std::string> names_in(int directory);

// A temporary name for a file that will replace another by rename(2): ".isorun-PURPOSE." and a
// random number. Names never repeat, even after a crash, because a leftover may be the only copy of
// a file.
std::string replacement_name(std::string_view purpose);

// Copies `size` bytes from `source` to a new file of mode 0600, preserving holes. On failure the
// result is not open, errno is set, and a partial file may remain.
UniqueFd copy_to_new_file(int source, off_t size, int parent, const char* name);

// Opens a directory relative to `base`; an absolute `path` ignores `base`.
UniqueFd open_without_symlinks(int base, std::string_view path);

}  // namespace isorun
