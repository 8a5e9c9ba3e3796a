#include "layers/changes.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <expected>
#include <fcntl.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/xattr.h>

#include "base/escaped.hpp"
#include "files/host_tree.hpp"

namespace isorun {

namespace {

std::unexpected<Error> fail(std::string_view verb, std::string_view path) {
  const int code = errno;
  return std::unexpected(Error{Phase::collect, code, fmt::format("{} {}", verb, escaped(path))});
}

// isorun's overlays store their marks in user attributes (mount option userxattr, see
// Documentation/filesystems/overlayfs.rst of the kernel).
bool is_marked_opaque(const LayerEntry& entry) {
  const std::string path = fmt::format("/proc/self/fd/{}/{}", entry.directory, entry.name);
  char value = 0;
  return ::lgetxattr(path.c_str(), "user.overlay.opaque", &value, 1) == 1 && value == 'y';
}

// The next data at or after `at`: a sparse file may have terabytes of holes.
off_t next_data(int file, off_t at) {
  const off_t data = ::lseek(file, at, SEEK_DATA);
  if (data < 0 && errno == ENXIO) return ::lseek(file, 0, SEEK_END);
  return data < 0 ? at : data;
}

// Compares two files of equal size.
Result<bool> have_same_content(int left, int right, std::string_view path) {
  std::vector<char> left_buffer(1UL << 16);
  std::vector<char> right_buffer(1UL << 16);
  for (off_t at = 0;;) {
    at = std::min(next_data(left, at), next_data(right, at));
    const ssize_t size = ::pread(left, left_buffer.data(), left_buffer.size(), at);
    if (size < 0) return fail("reading", path);
    if (size == 0) return true;
    const auto bytes = static_cast<std::size_t>(size);
    for (std::size_t got = 0; got < bytes;) {
      const ssize_t more =
          ::pread(right, right_buffer.data() + got, bytes - got, at + static_cast<off_t>(got));
      if (more <= 0) return false;
      got += static_cast<std::size_t>(more);
    }
    if (std::memcmp(left_buffer.data(), right_buffer.data(), bytes) != 0) return false;
    at += size;
  }
}

FileState plain_state(const struct stat& status) {
  return {.mode = status.st_mode,
          .uid = status.st_uid,
          .gid = status.st_gid,
          .size = static_cast<std::uint64_t>(status.st_size),
          .seconds = status.st_mtim.tv_sec,
          .nanoseconds = status.st_mtim.tv_nsec,
          .inode = status.st_ino};
}

bool is_copy(const LayerPart& part) {
  return part.kind == LayerPart::Kind::copy || part.kind == LayerPart::Kind::file;
}

class Finder {
 public:
  Finder(const Layer& layer, std::string_view own, const TakeChange& take)
      : layer_(layer), own_(own), take_(take) {}

  Result<void> run() {
    for (const LayerPart& part : layer_.parts) {
      if (part.kind != LayerPart::Kind::copy) continue;
      const UniqueFd copy = open_without_symlinks(layer_.root.get(), part.directory);
      if (!copy) return fail("reading the layer of", part.path);
      if (const auto taken = take_missing(part.path, copy.get()); !taken) return taken;
    }
    Result<void> result;
    const Result<void> walked = walk(layer_, [&](const LayerEntry& entry) {
      result = visit(entry);
      return result ? Walk::next : Walk::stop;
    });
    return result ? walked : result;
  }

 private:
  Result<void> visit(const LayerEntry& entry) {
    if (entry.part->path == own_ || is_above_a_part(entry.path)) return {};
    const bool began_empty = entry.part->kind == LayerPart::Kind::whole || was_absent(entry.path);
    const std::optional<struct stat> host = began_empty ? std::nullopt : host_.status(entry.path);
    if (entry.deleted) {
      return host ? take_deleted(entry.path, host_.parent_of(entry.path), *host) : Result<void>();
    }
    Result<void> done = take_entry(entry, host);
    if (!done || !host || !S_ISDIR(host->st_mode)) return done;
    if (!S_ISDIR(entry.status.st_mode)) return take_missing(entry.path, -1);
    if (!hides_host(entry)) return done;
    const UniqueFd upper(
        ::openat(entry.directory, entry.name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!upper) return fail("opening the directory", entry.path);
    return take_missing(entry.path, upper.get());
  }

  // Whether host files below this directory that are missing in the layer count as deleted.
  bool hides_host(const LayerEntry& entry) {
    if (entry.part->kind == LayerPart::Kind::copy) return true;
    // Below an opaque directory there are no marks, and no host files show through.
    if (!opaque_.empty() && entry.path.starts_with(opaque_)) return true;
    if (!is_marked_opaque(entry)) return false;
    opaque_ = entry.path + '/';
    return true;
  }

  [[nodiscard]] bool was_absent(std::string_view path) const {
    return std::ranges::any_of(layer_.absent, [path](const std::string& absent) {
      return path.starts_with(absent) &&
             (path.size() == absent.size() || path[absent.size()] == '/');
    });
  }

  // A directory on the way to a mount point, created by isorun.
  [[nodiscard]] bool is_above_a_part(const std::string& path) const {
    const std::string below = path + '/';
    const auto part = std::ranges::lower_bound(layer_.parts, below, {}, &LayerPart::path);
    if (part != layer_.parts.end() && part->path.starts_with(below)) return true;
    const auto place = std::ranges::lower_bound(layer_.places, below);
    return place != layer_.places.end() && place->starts_with(below);
  }

  Result<void> take_entry(const LayerEntry& entry, const std::optional<struct stat>& host) {
    const std::expected<UserAttributes, int> attributes =
        attributes_for_owner(entry.directory, entry.name, entry.status, is_user_attribute);
    if (!attributes) {
      errno = attributes.error();
      return fail("reading the attributes of", entry.path);
    }
    Change change{.path = entry.path, .after = plain_state(entry.status)};
    change.after->attributes = *attributes;
    if (S_ISLNK(entry.status.st_mode)) {
      Result<std::string> target = read_link(entry.directory, entry.name, entry.path);
      if (!target) return std::unexpected(target.error());
      change.target = std::move(*target);
    }
    if (!host) return take_(std::move(change), &entry);
    change.before = state_of(host_.parent_of(entry.path), entry.name, *host);
    const StandIn* const stand_in = stand_in_for(entry.path);
    // What a copy leaves out was never visible.
    if (is_copy(*entry.part) || (stand_in != nullptr && stand_in->lacks_attributes))
      change.after->attributes.insert(change.before->attributes.begin(),
                                      change.before->attributes.end());
    const Result<std::optional<Change::Kind>> kind = compare(entry, *host, change);
    if (!kind) return std::unexpected(kind.error());
    if (!*kind) return {};
    change.kind = **kind;
    if (stand_in != nullptr) give_back(*stand_in, *host, change);
    return take_(std::move(change), &entry);
  }

  [[nodiscard]] const StandIn* stand_in_for(std::string_view path) const {
    if (!layer_.stand_ins) return nullptr;
    const auto found = std::ranges::lower_bound(*layer_.stand_ins, path, {}, &StandIn::path);
    return found != layer_.stand_ins->end() && found->path == path ? &*found : nullptr;
  }

  // Unchanged files remain the host's.
  static void give_back(const StandIn& saw, const struct stat& host, Change& change) {
    FileState& after = *change.after;
    if (after.mode == saw.mode) after.mode = host.st_mode;
    if (after.uid == saw.uid) after.uid = host.st_uid;
    if (after.gid == saw.gid) after.gid = host.st_gid;
  }

  // No change if the file was only opened for writing.
  Result<std::optional<Change::Kind>> compare(const LayerEntry& entry, const struct stat& host,
                                              const Change& change) {
    const struct stat& status = entry.status;
    if ((status.st_mode & S_IFMT) != (host.st_mode & S_IFMT)) return Change::Kind::type_changed;
    const bool has_same_time = status.st_mtim.tv_sec == host.st_mtim.tv_sec &&
                               status.st_mtim.tv_nsec == host.st_mtim.tv_nsec;
    if (S_ISLNK(status.st_mode)) {
      const int parent = host_.parent_of(entry.path);
      const Result<std::string> before = read_link(parent, entry.name, entry.path);
      if (!before) return std::unexpected(before.error());
      if (*before != change.target) return Change::Kind::modified;
    }
    if (S_ISREG(status.st_mode)) {
      if (status.st_size != host.st_size) return Change::Kind::modified;
      const Result<bool> same = has_same_time ? true : is_same_file(entry);
      if (!same) return std::unexpected(same.error());
      if (!*same) return Change::Kind::modified;
      if (!has_same_time) return Change::Kind::metadata;
    }
    // A copy belongs to whoever made it.
    const bool has_owner = !is_copy(*entry.part);
    const StandIn* stand_in = stand_in_for(entry.path);
    const StandIn saw = stand_in != nullptr
                            ? *stand_in
                            : StandIn{.mode = host.st_mode, .uid = host.st_uid, .gid = host.st_gid};
    const bool is_same = status.st_mode == saw.mode &&
                         change.before->attributes == change.after->attributes &&
                         (!has_owner || (status.st_uid == saw.uid && status.st_gid == saw.gid));
    return is_same ? std::optional<Change::Kind>() : Change::Kind::metadata;
  }

  Result<bool> is_same_file(const LayerEntry& entry) {
    const Result<UniqueFd> layers = open_entry(entry);
    if (!layers) return std::unexpected(layers.error());
    const UniqueFd hosts(::openat(host_.parent_of(entry.path), entry.name,
                                  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!hosts) return fail("opening", entry.path);
    return have_same_content(layers->get(), hosts.get(), entry.path);
  }

  Result<void> take_deleted(const std::string& path, int parent, const struct stat& host) {
    Change change{.path = path, .kind = Change::Kind::deleted};
    change.before = state_of(parent, base_name(path).c_str(), host);
    if (const auto taken = take_(std::move(change), nullptr); !taken) return taken;
    return S_ISDIR(host.st_mode) ? take_missing(path, -1) : Result<void>();
  }

  // Reports as deleted what the host's directory holds and `upper` (-1: empty) does not.
  Result<void> take_missing(const std::string& path, int upper) {
    const UniqueFd directory = open_without_symlinks(AT_FDCWD, path);
    for (const std::string& name : names_in(directory.get())) {
      struct stat status = {};
      const bool is_kept =
          upper >= 0 &&
          (::fstatat(upper, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT);
      if (is_kept || ::fstatat(directory.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        continue;
      // Files that a copy leaves out were never visible.
      const bool is_copied = S_ISREG(status.st_mode) || S_ISDIR(status.st_mode) ||
                             S_ISLNK(status.st_mode) || S_ISFIFO(status.st_mode);
      if ((upper >= 0 && !is_copied) || was_absent(path + '/' + name)) continue;
      if (const auto taken = take_deleted(path + '/' + name, directory.get(), status); !taken)
        return taken;
    }
    return {};
  }

  const Layer& layer_;
  std::string_view own_;
  const TakeChange& take_;
  HostTree host_;
  std::string opaque_;
};

}  // namespace

Result<std::string> read_link(int directory, const char* name, std::string_view path) {
  std::string target(PATH_MAX, '\0');
  const ssize_t size = ::readlinkat(directory, name, target.data(), target.size());
  if (size < 0) return fail("reading the symbolic link", path);
  target.resize(static_cast<std::size_t>(size));
  return target;
}

const char* name(Change::Kind kind) {
  constexpr std::array names = {"created", "modified", "deleted", "type-changed", "metadata"};
  return names[static_cast<std::size_t>(kind)];
}

FileState state_of(int directory, const char* name, const struct stat& status) {
  FileState state = plain_state(status);
  state.attributes = user_attributes(directory, name, status).value_or(UserAttributes());
  return state;
}

Result<void> find_changes(const Layer& layer, std::string_view own, const TakeChange& take) {
  return Finder(layer, own, take).run();
}

Result<UniqueFd> open_entry(const LayerEntry& entry) {
  if (!S_ISREG(entry.status.st_mode)) {
    return std::unexpected(
        Error{Phase::collect, 0, fmt::format("{} is not a regular file", escaped(entry.path))});
  }
  const auto open = [&entry] {
    return UniqueFd(
        ::openat(entry.directory, entry.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  };
  UniqueFd file = open();
  if (!file && errno == EACCES &&
      ::fchmodat(entry.directory, entry.name, S_IRUSR | S_IWUSR, 0) == 0) {
    file = open();
    ::fchmodat(entry.directory, entry.name, entry.status.st_mode & 07777, 0);
  }
  if (!file) return fail("opening", entry.path);
  return file;
}

}  // namespace isorun
