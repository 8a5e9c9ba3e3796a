#include "sandbox/directories.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/entries.hpp"
#include "base/worded.hpp"
#include "host/writable.hpp"
#include "sandbox/named_directories.hpp"
#include "sandbox/trail.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using Treatment = Directory::Treatment;

constexpr std::array private_directories = {"/tmp", "/var/tmp", "/dev/shm"};

std::unexpected<Error> refuse(std::string what, int code = 0) {
  return std::unexpected(Error{Phase::usage, code, std::move(what)});
}

Result<void> check(const Directory& directory, const Directory* cover) {
  const Treatment treatment = directory.treatment;
  if (directory.path == "/" && treatment != Treatment::overlay) {
    return refuse(
        "/ itself can only be an overlay, and only when root runs isorun; name the directories "
        "below it");
  }
  if (cover == nullptr || directory.exists) {
    if (cover != nullptr && cover->treatment == Treatment::hide) {
      return refuse(fmt::format("{} lies below {}, which is hidden", directory.path, cover->path));
    }
    if (!directory.exists && treatment == Treatment::share && directory.source == directory.path) {
      return refuse(fmt::format("{} {}: does not exist; create it first",
                                called(LayoutSetting::mode_share), directory.path));
    }
    return {};
  }
  const bool can_be_made =
      cover->treatment == Treatment::overlay || cover->treatment == Treatment::split_overlay ||
      cover->treatment == Treatment::tmpfs || cover->treatment == Treatment::copy;
  if (!can_be_made) {
    return refuse(fmt::format("{} does not exist and cannot be created below {}; create it first",
                              directory.path, cover->path));
  }
  if (treatment == Treatment::share && directory.source == directory.path) {
    return refuse(fmt::format("{} {}: does not exist; create it first",
                              called(LayoutSetting::mode_share), directory.path));
  }
  return {};
}

Result<std::vector<Directory>> checked(std::vector<Directory> directories) {
  for (const Directory& directory : directories) {
    if (directory.treatment == Treatment::absent) continue;
    if (Result<void> good = check(directory, find_cover(directories, directory.path)); !good)
      return std::unexpected(good.error());
  }
  return directories;
}

// Table entries whose path starts with `path`; includes `path` itself only if it is "/".
std::span<const Mount> mounts_below(const Facts& facts, const std::string& path) {
  const std::string prefix = path == "/" ? path : path + '/';
  const auto first = std::ranges::lower_bound(facts.mounts, prefix, {}, &Mount::point);
  const auto last = std::find_if_not(first, facts.mounts.end(), [&](const Mount& mount) {
    return mount.point.starts_with(prefix);
  });
  return {first, last};
}

// A single file: a mount, such as a container's /etc/hosts, or a file in a private directory that
// the command names. Devices and sockets cannot be copied, and copying large files for each shard
// would be too expensive.
bool can_be_copied(const std::string& file) {
  constexpr std::uintmax_t most_bytes = 1U << 20;
  std::error_code error;
  return fs::is_regular_file(file, error) && fs::file_size(file, error) <= most_bytes &&
         ::faccessat(AT_FDCWD, file.c_str(), R_OK | W_OK, AT_EACCESS) == 0;
}

class Resolver {
 public:
  Resolver(const Layout& layout, const Facts& facts)
      : layout_(layout), facts_(facts), base_(layout.working_directory) {}

  Result<std::vector<Directory>> run() {
    Result<DirectoryTable> named = named_directories(layout_);
    if (!named) return std::unexpected(named.error());
    named_ = std::move(*named);
    if (layout_.isolation == Isolation::everything) {
      add_private();
      add_writable();
      add_visible();
    }
    if (Result<void> split = split_at_mounts(); !split) return std::unexpected(split.error());
    add_absent();
    std::vector<Directory> directories;
    for (const auto& [path, directory] : all_) directories.push_back(directory);
    return checked(std::move(directories));
  }

 private:
  void add_private() {
    for (const char* directory : private_directories) {
      std::error_code error;
      const fs::path path = fs::weakly_canonical(directory, error);
      const Directory found = examine(path.string(), Treatment::tmpfs, directory);
      if (!error && found.exists && !found.is_file)
        add_default({.path = found.path, .treatment = found.treatment, .source = found.path});
    }
  }

  void add_writable() {
    if (facts_.may_clone_mounts) {
      add_default({.path = "/", .source = "/"});
      return;
    }
    std::vector<std::string> starting_points = {base_};
    if (!facts_.home.empty()) starting_points.push_back(facts_.home);
    for (const std::string& path : writable_directories(facts_.mounts, starting_points)) {
      const Directory* cover = find_cover_in(path);
      const bool hidden = cover != nullptr && cover->treatment != Treatment::overlay;
      const bool is_found = !is_within(base_, path);
      if (!is_overlayable(type_at(facts_.mounts, path), path)) continue;
      if (!hidden) add_default({.path = path, .source = path, .is_found = is_found});
    }
  }

  // Paths below a private directory that the command names, and the home directory: shows the whole
  // tree there, because programs rarely consist of one file. A file directly in the private
  // directory is shown alone. Includes symlinks on the way: a program started through one, such as
  // a virtual environment's python, looks for files next to it.
  void add_visible() {
    std::vector<std::string> words = layout_.visible;
    words.push_back(base_);
    if (!facts_.home.empty()) words.push_back(facts_.home);
    for (const std::string& word : words) {
      for (const std::string& path : trail(fs::path(base_) / word)) {
        const Directory* cover = innermost(defaults_, path, Treatment::tmpfs);
        const Directory* named = innermost(named_, path, std::nullopt);
        if (cover == nullptr) continue;
        if (named == nullptr || named->path.size() < cover->path.size())
          show(path, cover->path.size());
      }
    }
  }

  // In an ordinary user's overlay, nothing below another owner's directory could be written,
  // because copy-up would have to create that owner (EOVERFLOW). So the overlay starts where the
  // user's own directories do.
  void show(const std::string& path, std::size_t cover_size) {
    std::size_t end = path.find('/', cover_size + 1);
    const std::string top = path.substr(0, end);
    std::error_code error;
    if (const fs::path target = fs::read_symlink(top, error); !error) {
      add_default({.path = top, .treatment = Treatment::link, .source = target.string()});
      return;
    }
    if (!fs::is_directory(top, error)) {
      // The command may write it, for example as the report of its last run; but not a program.
      const bool is_copied = can_be_copied(top) && ::access(top.c_str(), X_OK) != 0;
      add_default({.path = top,
                   .treatment = is_copied ? Treatment::copy : Treatment::read_only,
                   .source = top,
                   .is_file = true});
      return;
    }
    const bool is_own = facts_.may_clone_mounts || can_write(top);
    add_default({.path = top,
                 .treatment = is_own ? Treatment::overlay : Treatment::read_only,
                 .source = top});
    while (!is_own && end != std::string::npos) {
      end = path.find('/', end + 1);
      const std::string below = path.substr(0, end);
      if (!fs::is_directory(fs::symlink_status(below, error)) || !can_write(below)) continue;
      add_default({.path = below, .source = below});
      return;
    }
  }

  void add_default(const Directory& directory) {
    if (!named_.contains(directory.path)) defaults_.emplace(directory.path, directory);
  }

  // The lower directory of an overlay excludes other mounts: each mount below gets its own
  // treatment.
  Result<void> split_at_mounts() {
    all_ = defaults_;
    for (const auto& [path, directory] : named_) all_.insert_or_assign(path, directory);
    drop_what_is_covered();
    for (auto place = all_.begin(); place != all_.end(); ++place) {
      Directory& directory = place->second;
      if (directory.treatment != Treatment::overlay || !has_mounts_below(facts_, directory.path))
        continue;
      for (const Mount& mount : mounts_below(facts_, directory.path))
        add_mount_below(directory, mount);
      if (facts_.may_clone_mounts) continue;
      directory.treatment = Treatment::split_overlay;
      if (Result<void> added = add_subdirectories(directory); !added) return added;
    }
    return {};
  }

  // Below a directory that the user named otherwise, defaults do not apply.
  void drop_what_is_covered() {
    std::erase_if(all_, [&](const auto& item) {
      if (named_.contains(item.first)) return false;
      const Directory* cover = find_cover_in(item.first);
      return cover != nullptr && named_.contains(cover->path) &&
             cover->treatment != Treatment::overlay;
    });
  }

  // A working directory that cannot be copy-on-write is an error.
  bool is_overlayable(std::string_view type, const std::string& path) const {
    return can_be_lower(type) || (!is_pseudo(type) && is_within(base_, path));
  }

  void add_mount_below(const Directory& directory, const Mount& mount) {
    if (mount.point == directory.path) return;
    if (is_within(mount.point, "/proc") || all_.contains(mount.point)) return;
    const Directory* cover = find_cover_in(mount.point);
    const bool is_ours = cover != nullptr && (cover->treatment == Treatment::overlay ||
                                              cover->treatment == Treatment::split_overlay);
    if (!is_ours) return;
    // The sandbox makes its own, whatever a container's is: a tmpfs, say.
    const bool is_replaced = mount.point == "/dev" && cover->path == "/";
    Directory below = examine(mount.point, Treatment::overlay, mount.point);
    below.is_found = !is_within(base_, mount.point);
    if (below.is_file && !mount.read_only && can_be_copied(mount.point)) {
      below.treatment = Treatment::copy;
    } else if (is_replaced || mount.read_only || below.is_file ||
               !is_overlayable(mount.type, mount.point)) {
      below.treatment = Treatment::keep;
    }
    all_.emplace(mount.point, below);
  }

  Result<void> add_subdirectories(const Directory& directory) {
    std::error_code error;
    for (const fs::path& item : entries_of(directory.path, error)) {
      std::error_code unseen;
      if (!fs::is_directory(fs::symlink_status(item, unseen))) continue;
      const std::string path = item.string();
      all_.emplace(path, Directory{.path = path, .source = path, .is_found = true});
    }
    if (error)
      return refuse(fmt::format("{}: listing it, since it has mounts below", directory.path),
                    error.value());
    return {};
  }

  // Directories to show below it were found, not named.
  void add_absent() {
    for (const std::string& path : layout_.absent) {
      const Result<std::string> hidden = canonical_path(path, base_);
      if (!hidden) continue;  // nothing below can exist
      const auto holds = [&](const auto& item) { return is_within(item.first, *hidden); };
      const Directory absent = examine(*hidden, Treatment::absent, *hidden);
      if (!absent.exists || is_within(base_, *hidden) || std::ranges::any_of(named_, holds))
        continue;
      std::erase_if(all_, holds);
      all_.emplace(*hidden, absent);
    }
  }

  static const Directory* innermost(const DirectoryTable& table, const std::string& path,
                                    std::optional<Treatment> treatment) {
    const Directory* found = nullptr;
    for (const auto& [candidate, directory] : table) {
      const bool counts = !treatment || directory.treatment == *treatment;
      if (counts && candidate != path && is_within(path, candidate)) found = &directory;
    }
    return found;
  }

  const Directory* find_cover_in(const std::string& path) const {
    for (std::string above(directory_above(path)); !above.empty(); above = directory_above(above)) {
      for (const DirectoryTable* table : {&all_, &named_, &defaults_}) {
        if (const auto found = table->find(above); found != table->end()) return &found->second;
      }
    }
    return nullptr;
  }

  const Layout& layout_;
  const Facts& facts_;
  const std::string& base_;
  DirectoryTable named_;
  DirectoryTable defaults_;
  DirectoryTable all_;
};

}  // namespace

Directory examine(const std::string& path, Treatment treatment, const std::string& source) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  const bool exists = fs::exists(status);
  return {.path = path,
          .treatment = treatment,
          .source = source,
          .exists = exists,
          .is_file = exists && !fs::is_directory(status)};
}

Result<std::vector<Directory>> resolve_directories(const Layout& layout, const Facts& facts) {
  return Resolver(layout, facts).run();
}

const Directory* find_cover(const std::vector<Directory>& directories, const std::string& path) {
  for (std::string_view above = directory_above(path); !above.empty();
       above = directory_above(above)) {
    const auto found =
        std::ranges::lower_bound(directories, above, std::less<>(), &Directory::path);
    if (found != directories.end() && found->path == above) return &*found;
  }
  return nullptr;
}

bool replaces_root(const std::vector<Directory>& directories) {
  return !directories.empty() && directories.front().path == "/";
}

bool has_mounts_below(const Facts& facts, const std::string& path) {
  return std::ranges::any_of(mounts_below(facts, path),
                             [&](const Mount& mount) { return mount.point != path; });
}

}  // namespace isorun
