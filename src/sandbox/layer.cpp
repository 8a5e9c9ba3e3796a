#include <algorithm>
#include <array>
#include <cerrno>
#include <dirent.h>
#include <expected>
#include <fcntl.h>
#include <new>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include <isorun/layer.hpp>

#include "base/descent.hpp"
#include "base/tree_removal.hpp"

namespace isorun {

namespace {

std::unexpected<Error> fail(std::string_view verb, std::string_view path) {
  const int code = errno;
  return std::unexpected(Error{Phase::collect, code, fmt::format("{} {}", verb, path)});
}

// A directory with a million files must not need memory for a million names: names are sorted in
// groups of this size, and the directory is read once for each group.
constexpr std::size_t names_at_once = 8192;

// Keeps the lowest `names_at_once` of the added names.
class LowestNames {
 public:
  void add(std::string_view name) {
    if (names_.size() == names_at_once + spare) drop_highest();
    names_.emplace_back(name);
  }
  std::vector<std::string> sorted() {
    if (names_.size() > names_at_once) drop_highest();
    std::ranges::sort(names_);
    return std::move(names_);
  }

 private:
  void drop_highest() {
    std::ranges::nth_element(names_, names_.begin() + std::ptrdiff_t{names_at_once});
    names_.resize(names_at_once);
  }

  static constexpr std::size_t spare = names_at_once / 4;  // dropped in one go
  std::vector<std::string> names_;
};

// The next names after `last` in a directory, sorted; none if `last` was the last one.
Result<std::vector<std::string>> names_after(const std::string& last, int directory,
                                             std::string_view path) {
  if (!last.empty() && ::lseek(directory, 0, SEEK_SET) < 0) {
    return fail("reading the directory", path);
  }
  // Most directories in most layers are empty: fdopendir(3) would make seven calls for each.
  alignas(dirent64) std::array<char, 32UL * 1024> buffer;
  LowestNames names;
  for (;;) {
    const ssize_t size = ::getdents64(directory, buffer.data(), buffer.size());
    if (size < 0) return fail("reading the directory", path);
    if (size == 0) break;
    for (ssize_t place = 0; place < size;) {
      const auto* entry = reinterpret_cast<const dirent64*>(buffer.data() + place);
      const std::string_view name = static_cast<const char*>(entry->d_name);
      if (name > last && name != "." && name != "..") names.add(name);
      place += entry->d_reclen;
    }
  }
  return names.sorted();
}

bool is_whiteout(int directory, const std::string& name, const struct stat& status) {
  if (S_ISCHR(status.st_mode)) return status.st_rdev == makedev(0, 0);
  if (!S_ISREG(status.st_mode) || status.st_size != 0) return false;
  // Attributes can be read without opening the file, but only by path: use /proc, because the layer
  // may have no path. lgetxattr(2) does not follow a final symlink.
  const std::string path = fmt::format("/proc/self/fd/{}/{}", directory, name);
  return ::lgetxattr(path.c_str(), "user.overlay.whiteout", nullptr, 0) >= 0;
}

// A directory on the way to the current one, with the names still to visit.
struct Listing {
  std::vector<std::string> names = {};  // the next group
  std::size_t next = 0;                 // index of the name to visit next
  std::size_t path_length = 0;          // of the directory's path
  mode_t mode = 0;
  bool opened_up = false;  // its mode was changed to read it, and must be restored
};

class PartWalk {
 public:
  PartWalk(const Layer& layer, const LayerPart& part,
           const std::function<Walk(const LayerEntry&)>& visit)
      : layer_(layer), part_(part), visit_(visit), way_(layer.root.get(), levels_) {}

  ~PartWalk() {
    while (!listings_.empty() && ascend()) {
    }
  }
  PartWalk(const PartWalk&) = delete;
  PartWalk& operator=(const PartWalk&) = delete;

  Result<Walk> run() {
    entry_.part = &part_;
    entry_.path = part_.path == "/" ? "" : part_.path;
    struct stat status = {};
    if (::fstatat(layer_.root.get(), part_.directory.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      // The host's file was gone before it was copied.
      if (part_.kind == LayerPart::Kind::file && errno == ENOENT) return Walk::next;
      return fail("reading the layer of", part_.path);
    }
    if (part_.kind == LayerPart::Kind::file) return visit_file(status);
    if (const auto begun = descend(part_.directory, status); !begun) {
      return std::unexpected(begun.error());
    }
    while (!listings_.empty()) {
      Listing& listing = listings_.back();
      entry_.path.resize(listing.path_length);
      if (listing.next == listing.names.size()) {
        const Result<void> left = listing.names.size() < names_at_once ? ascend() : read_on();
        if (!left) return std::unexpected(left.error());
        continue;
      }
      const std::string& name = listing.names[listing.next++];
      const Result<Walk> step = visit_entry(name);
      if (!step || *step == Walk::stop) return step;
    }
    return Walk::next;
  }

 private:
  // Each file of a copy has a directory of its own in the layer.
  Result<Walk> visit_file(const struct stat& status) {
    const std::size_t slash = part_.directory.rfind('/');
    const std::string above = part_.directory.substr(0, slash);
    const UniqueFd directory(::openat(layer_.root.get(), above.c_str(),
                                      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!directory) return fail("opening the layer of", part_.path);
    entry_.directory = directory.get();
    entry_.name = part_.directory.c_str() + slash + 1;
    entry_.status = status;
    entry_.deleted = false;
    return visit_(entry_);
  }

  Result<Walk> visit_entry(const std::string& name) {
    const int directory = way_.directory();
    entry_.path.append(1, '/').append(name);
    if (is_mount_point(entry_.path)) return Walk::next;
    entry_.directory = directory;
    entry_.name = name.c_str();
    if (::fstatat(directory, entry_.name, &entry_.status, AT_SYMLINK_NOFOLLOW) != 0) {
      return fail("reading", entry_.path);
    }
    entry_.deleted = may_have_whiteouts() && is_whiteout(directory, name, entry_.status);
    if (visit_(entry_) == Walk::stop) return Walk::stop;
    if (S_ISDIR(entry_.status.st_mode)) {
      if (const auto down = descend(name, entry_.status); !down) {
        return std::unexpected(down.error());
      }
    }
    return Walk::next;
  }

  [[nodiscard]] bool may_have_whiteouts() const {
    return part_.kind == LayerPart::Kind::overlay ||
           (part_.kind == LayerPart::Kind::whole && layer_.is_above_setups);
  }

  // An empty mount point: writes went to the mount on it.
  [[nodiscard]] bool is_mount_point(std::string_view path) const {
    return std::ranges::binary_search(layer_.parts, path, {}, &LayerPart::path) ||
           std::ranges::binary_search(layer_.places, path, std::less<>());
  }

  Result<void> descend(const std::string& name, const struct stat& status) {
    Listing listing{.path_length = entry_.path.size(), .mode = status.st_mode & 07777};
    const int parent = way_.directory();
    // Tests of missing permissions leave directories that even their owner cannot read.
    if ((status.st_mode & S_IRUSR) == 0 || (status.st_mode & S_IXUSR) == 0) {
      listing.opened_up =
          status.st_uid == ::geteuid() &&
          raw::set_directory_mode(parent, name.c_str(), listing.mode | S_IRWXU) == 0;
    }
    if (const long error = way_.enter(name.c_str())) {
      if (listing.opened_up) raw::set_directory_mode(parent, name.c_str(), listing.mode);
      errno = static_cast<int>(-error);
      return fail("opening the directory", entry_.path);
    }
    listings_.push_back(std::move(listing));
    return read_on();
  }

  // Reads the next group of names of the current directory.
  Result<void> read_on() {
    Listing& listing = listings_.back();
    const std::string last = listing.names.empty() ? "" : std::move(listing.names.back());
    listing.names = {};
    listing.next = 0;
    auto names = names_after(last, way_.directory(), entry_.path);
    if (!names) return std::unexpected(names.error());
    listing.names = *std::move(names);
    return {};
  }

  // Leaves the current directory.
  Result<void> ascend() {
    const Listing left = std::move(listings_.back());
    listings_.pop_back();
    const long error = way_.leave([&left](int directory) {
      if (left.opened_up) ::fchmod(directory, left.mode);
    });
    if (error == 0) return {};
    if (error == -ESTALE) {
      return std::unexpected(
          Error{Phase::collect, 0, fmt::format("{} was moved while it was read", entry_.path)});
    }
    errno = static_cast<int>(-error);
    return fail("going back up from", entry_.path);
  }

  const Layer& layer_;
  const LayerPart& part_;
  const std::function<Walk(const LayerEntry&)>& visit_;
  Levels levels_;
  Descent way_;
  std::vector<Listing> listings_;
  LayerEntry entry_;
};

}  // namespace

Result<void> walk(const Layer& layer, const std::function<Walk(const LayerEntry&)>& visit) {
  try {
    for (const LayerPart& part : layer.parts) {
      const Result<Walk> walked = PartWalk(layer, part, visit).run();
      if (!walked) return std::unexpected(walked.error());
      if (*walked == Walk::stop) break;
    }
    return {};
  } catch (const std::bad_alloc&) {
    return std::unexpected(Error{Phase::collect, ENOMEM, "reading a layer"});
  }
}

}  // namespace isorun
