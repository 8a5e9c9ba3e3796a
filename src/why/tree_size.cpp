#include "why/tree_size.hpp"

#include <fcntl.h>

#include <sys/stat.h>

#include <isorun/unique_fd.hpp>

#include "base/descent.hpp"

namespace isorun {

bool is_small(const std::string& directory, const TreeLimits& limits) {
  const UniqueFd root(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root) return true;
  Levels levels;
  Descent way(root.get(), levels);
  EntryReader reader(way);
  std::uint64_t bytes = 0;
  std::uint64_t files = 0;
  for (;;) {
    const char* const name = reader.next();
    if (name == nullptr) {
      if (way.depth() == 0 || way.leave() != 0) return true;
      continue;
    }
    struct stat status {};
    if (::fstatat(way.directory(), name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (S_ISREG(status.st_mode)) bytes += static_cast<std::uint64_t>(status.st_blocks) * 512;
    if (bytes > limits.bytes || ++files > limits.files) return false;
    if (S_ISDIR(status.st_mode)) way.enter(name);
  }
}

}  // namespace isorun
