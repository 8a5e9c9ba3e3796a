#include "host/writable.hpp"

#include <algorithm>
#include <dirent.h>
#include <fcntl.h>
#include <iterator>
#include <memory>
#include <set>
#include <unistd.h>

namespace isorun {
namespace {

constexpr int search_depth = 3;

std::string below(const std::string& directory, std::string_view name) {
  return (directory == "/" ? "" : directory) + "/" + std::string(name);
}

std::vector<std::string> subdirectories(const std::string& directory) {
  std::vector<std::string> found;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(directory.c_str()), ::closedir);
  if (!stream) return found;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (entry->d_type == DT_DIR && name != "." && name != "..")
      found.push_back(below(directory, name));
  }
  return found;
}

class Search {
 public:
  explicit Search(const std::vector<Mount>& mounts) {
    for (const Mount& mount : mounts) {
      if (is_pseudo(mount.type) || mount.read_only) closed_.insert(mount.point);
    }
    closed_.insert("/proc");
    closed_.insert("/dev");  // in containers a tmpfs, whose devices an overlay would not show
  }

  // The topmost writable directory on the way from `/` to `path`. `/` itself is never an overlay
  // here: Facts::may_clone_mounts tells who can do without this search.
  void above(const std::string& path) {
    for (std::size_t end = 1; end != std::string::npos && !path.empty();) {
      end = path.find('/', end + 1);
      const std::string prefix = path.substr(0, end);
      if (closed_.contains(prefix)) return;
      if (prefix != "/" && can_write(prefix)) {
        found_.insert(prefix);
        return;
      }
    }
  }

  void down(const std::string& directory, int depth) {
    if (closed_.contains(directory)) return;
    if (directory != "/" && can_write(directory)) {
      found_.insert(directory);
      return;
    }
    if (depth == 0) return;
    for (const std::string& child : subdirectories(directory)) down(child, depth - 1);
  }

  std::vector<std::string> topmost() const {
    std::vector<std::string> result;
    std::ranges::copy_if(found_, std::back_inserter(result),
                         [this](const std::string& path) { return !is_covered(path); });
    return result;
  }

 private:
  bool is_covered(std::string_view path) const {
    while (!(path = directory_above(path)).empty()) {
      if (found_.contains(std::string(path))) return true;
    }
    return false;
  }

  std::set<std::string> closed_;
  std::set<std::string> found_;
};

}  // namespace

bool can_write(const std::string& directory) {
  return ::faccessat(AT_FDCWD, directory.c_str(), W_OK | X_OK, AT_EACCESS) == 0;
}

std::vector<std::string> writable_directories(const std::vector<Mount>& mounts,
                                              const std::vector<std::string>& starting_points) {
  Search search(mounts);
  for (const std::string& start : starting_points) search.above(start);
  for (const Mount& mount : mounts) search.down(mount.point, 0);
  search.down("/", search_depth);
  return search.topmost();
}

}  // namespace isorun
