// The host's files by absolute path. No symbolic link is followed: where a path leads over one, it
// is not there. Paths may be longer than PATH_MAX.
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
  // The directory above `path`, borrowed until the next call; -1 with errno where there is none.
  int parent_of(std::string_view path);

  // Of the file itself.
  std::optional<struct stat> status(std::string_view path);

 private:
  std::string directory_;  // which the next path often shares
  UniqueFd opened_;
};

// What follows the last slash, and what precedes it: nothing where there is none.
std::string base_name(std::string_view path);
std::string_view parent_name(std::string_view path);

// What lies in an open directory, sorted; nothing where it cannot be read, as where it is -1.
std::vector<std::string> names_in(int directory);

// A name for a file that will replace another by rename(2): ".isorun-PURPOSE." and a random number.
// No two at once have the same, even after a crash: what is left may be all there is of a file.
std::string replacement_name(std::string_view purpose);

// Copies `size` bytes of the file open as `source` to a new file of mode 0600, keeping holes. Not
// open, with errno, where that fails; a part may be left.
UniqueFd copy_to_new_file(int source, off_t size, int parent, const char* name);

// Opens a directory below `base` or, where `path` is absolute, wherever it is.
UniqueFd open_without_symlinks(int base, std::string_view path);

}  // namespace isorun
