#include "base/tree_removal.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>

#include "base/raw_file.hpp"

namespace isorun {
namespace {

using raw::call;

class Removal {
 public:
  Removal(int directory, Levels& levels) : way_(directory, levels) {}

  Leftover remove_top(const char* name) {
    top_ = name;
    remove(name);
    if (way_.depth() > 0) empty_directories();
    return left_;
  }

  Leftover empty_top() {
    empty_directories();
    return left_;
  }

 private:
  // On some file systems, reading a directory while it changes can skip names (before Linux 6.6
  // also on tmpfs), so it is read again; but not forever, in case another process keeps filling it.
  static constexpr unsigned most_visits = 64;

  // Steps until the walk is back at the top.
  void empty_directories() {
    for (;;) {
      if (const char* entry = reader_.next()) {
        remove(entry);
        continue;
      }
      if (reader_.error() != 0) keep("", reader_.error());
      if (way_.depth() == 0 || !climb() || (way_.depth() == 0 && top_ != nullptr)) return;
    }
  }

  // Removes one entry, or enters it if it is a directory with content.
  void remove(const char* name) {
    long result = call(SYS_unlinkat, way_.directory(), name, 0);
    if (result == -EISDIR) result = call(SYS_unlinkat, way_.directory(), name, AT_REMOVEDIR);
    if (result == -ENOTEMPTY || result == -EEXIST) {
      result = enter(name);
      if (result == 0) return;
    }
    note(name, result);
  }

  long enter(const char* name) {
    long entered = way_.enter(name);
    if (entered == -EACCES && raw::set_directory_mode(way_.directory(), name, 0700) == 0)
      entered = way_.enter(name);
    // Tests of missing permissions leave directories that even their owner cannot write.
    if (entered == 0) call(SYS_fchmod, way_.directory(), 0700);
    return entered;
  }

  // Returns to the parent and removes the directory just read. False if there is no way back.
  bool climb() {
    const Level left = way_.level();
    if (const long error = way_.leave()) {
      keep("", error);
      return false;
    }
    const char* name = way_.depth() == 0 && top_ != nullptr ? top_ : left.name;
    const long result = call(SYS_unlinkat, way_.directory(), name, AT_REMOVEDIR);
    const bool is_worth_a_visit =
        result == -ENOTEMPTY && left.has_changed && left.visits < most_visits;
    if (is_worth_a_visit && enter(name) == 0) {
      way_.level().visits = left.visits + 1;
      return true;
    }
    note(name, result);
    return true;
  }

  void note(const char* name, long result) {
    if (result == 0 || result == -ENOENT)
      way_.level().has_changed = true;
    else
      keep(name, result);
  }

  // Keeps only the first failure: a directory that remains is a consequence.
  void keep(const char* name, long error) {
    if (left_.error != 0) return;
    left_.error = error;
    char* begin = left_.path.data() + left_.path.size() - 1;
    const auto put = [&](const char* piece) {
      const std::size_t size =
          std::min(std::strlen(piece), static_cast<std::size_t>(begin - left_.path.data()));
      begin -= size;
      std::memcpy(begin, piece + std::strlen(piece) - size, size);
    };
    put(name);
    for (std::size_t depth = way_.depth(); depth > 0; --depth) {
      put("/");
      put(depth == 1 && top_ != nullptr ? top_ : way_.at(depth).name);
    }
    const auto length = static_cast<std::size_t>(left_.path.data() + left_.path.size() - begin);
    std::memmove(left_.path.data(), begin, length);  // including the NUL
  }

  const char* top_ = nullptr;  // the entry to remove; null: everything in the top directory
  Descent way_;
  EntryReader reader_{way_};
  Leftover left_;
};

}  // namespace

Leftover raw::remove_tree(int directory, const char* name, Levels& levels) {
  return Removal(directory, levels).remove_top(name);
}

Leftover raw::empty_directory(int directory, Levels& levels) {
  return Removal(directory, levels).empty_top();
}

Leftover raw::remove_tree(int directory, const char* name) {
  Levels levels;
  return remove_tree(directory, name, levels);
}

// fchmodat(2) would follow a symlink that replaced the directory meanwhile, and fchmod(2) needs a
// directory that can be opened.
long raw::set_directory_mode(int parent, const char* name, unsigned mode) {
  const RawFd place(
      call(SYS_openat, parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0));
  if (place.error() != 0) return place.error();
  Path path;
  path.text("/proc/self/fd/").number(static_cast<std::uint64_t>(place.get()));
  return call(SYS_fchmodat, AT_FDCWD, path.get(), mode);
}

}  // namespace isorun
