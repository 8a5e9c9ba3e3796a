#include "sandbox/stand_ins.hpp"

#include <algorithm>
#include <array>
#include <climits>
#include <fcntl.h>
#include <functional>
#include <set>
#include <string_view>
#include <unistd.h>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <isorun/unique_fd.hpp>

#include "base/descent.hpp"
#include "sandbox/named_directories.hpp"

namespace isorun {
namespace {

using Treatment = Directory::Treatment;

bool has_all_ids(const IdMap& map) {
  return map.size() == 1 && map[0].outside == 0 && map[0].count >= all_ids;
}

const Directory* find(const std::vector<Directory>& directories, std::string_view path) {
  const auto found = std::ranges::lower_bound(directories, path, std::less<>(), &Directory::path);
  return found != directories.end() && found->path == path ? &*found : nullptr;
}

// The caller's permissions on a file or directory, as the owner bits of a mode.
mode_t own_access(int parent, const char* name) {
  mode_t bits = 0;
  for (const auto& [access, bit] : {std::pair{R_OK, S_IRUSR}, {W_OK, S_IWUSR}, {X_OK, S_IXUSR}})
    if (::faccessat(parent, name, access, AT_EACCESS) == 0) bits |= static_cast<mode_t>(bit);
  return bits;
}

bool may_write_in(int parent, const char* name) {
  return ::faccessat(parent, name, W_OK | X_OK, AT_EACCESS) == 0;
}

bool has_user_attributes(const std::string& path) {
  std::array<char, XATTR_LIST_MAX> buffer{};
  const ssize_t size = ::llistxattr(path.c_str(), buffer.data(), buffer.size());
  std::string_view names(buffer.data(), size < 0 ? 0 : static_cast<std::size_t>(size));
  for (; !names.empty(); names.remove_prefix(names.find('\0') + 1)) {
    if (names.starts_with("user.")) return true;
  }
  return false;
}

// RLIMIT_FSIZE also applies to copies.
std::uint64_t longest_file() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_FSIZE, &limit) == 0 ? limit.rlim_cur : RLIM_INFINITY;
}

// All overlays share one budget.
struct Budget {
  std::uint64_t bytes = most_stand_in_bytes;
  std::uint64_t longest = longest_file();  // maximum size of one copy, in bytes
  std::uint64_t looks = most_looked_at;
};

// Scans one overlay.
class Search {
 public:
  Search(const Facts& facts, const std::vector<Directory>& directories, const Directory& overlay,
         Budget& budget, StandIns& found)
      : facts_(facts),
        directories_(directories),
        overlay_(overlay.path),
        budget_(budget),
        found_(found) {
    struct stat status {};
    if (::stat(overlay.source.c_str(), &status) == 0) device_ = status.st_dev;
  }

  // The directories between the overlay and `path`, and `path` itself.
  void scan_above(const std::string& path) {
    ways_.clear();
    for (std::size_t end = overlay_ == "/" ? 0 : overlay_.size(); end < path.size();) {
      end = std::min(path.find('/', end + 1), path.size());
      const std::string place = path.substr(0, end);
      struct stat status {};
      if (::lstat(place.c_str(), &status) != 0 || status.st_dev != device_) return;
      ways_.push_back({place, status});
      if (is_foreign(status)) take(AT_FDCWD, place.c_str(), place, status, true);
    }
  }

  // Scans everything below `top`.
  void scan_below(const std::string& top) {
    const UniqueFd root(::open(top.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!root) return;
    Levels levels;
    Descent way(root.get(), levels);
    EntryReader reader(way);
    if (top == overlay_) ways_.clear();
    path_ = top == "/" ? "" : top;
    std::vector<std::size_t> ends = {path_.size()};
    std::vector<bool> writable = {may_write_in(root.get(), ".")};
    for (;;) {
      const char* name = reader.next();
      path_.resize(ends.back());
      if (name == nullptr) {
        if (way.depth() == 0 || way.leave() != 0) return;
        ends.pop_back();
        writable.pop_back();
        ways_.pop_back();
        continue;
      }
      if (budget_.looks == 0) return cut(top);
      --budget_.looks;
      path_.append("/").append(name);
      if (path_.size() > longest) {
        cut(top);
        continue;
      }
      struct stat status {};
      if (::fstatat(way.directory(), name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
      const bool is_directory = S_ISDIR(status.st_mode);
      if (is_directory && (status.st_dev != device_ || find(directories_, path_) != nullptr))
        continue;
      if (is_directory) ways_.push_back({path_, status});
      if (is_foreign(status)) take(way.directory(), name, path_, status, writable.back());
      if (!is_directory) continue;
      const bool may_write = may_write_in(way.directory(), name);
      if (way.enter(name) != 0) {
        ways_.pop_back();
        continue;
      }
      ends.push_back(path_.size());
      writable.push_back(may_write);
    }
  }

  // Paths hidden from the command.
  void hide(const std::string& path) {
    scan_above(std::string(directory_above(path)));
    take_ways();
    entries_.insert({.path = path, .mode = S_IFCHR});
  }

  std::vector<StandIn> entries() && { return {entries_.begin(), entries_.end()}; }

 private:
  // In the middle layer the path is slightly longer.
  static constexpr std::size_t longest = PATH_MAX - 64;

  struct Way {
    std::string path;
    struct stat status;
    bool is_taken = false;
  };
  struct ByPath {
    bool operator()(const StandIn& left, const StandIn& right) const {
      return left.path < right.path;
    }
  };

  bool is_foreign(const struct stat& status) const {
    return !has_id(facts_.ids.users, status.st_uid) || !has_id(facts_.ids.groups, status.st_gid);
  }

  void take(int parent, const char* name, const std::string& path, const struct stat& status,
            bool may_rename) {
    StandIn entry{.path = path, .mode = status.st_mode, .uid = facts_.uid, .gid = facts_.gid};
    if (S_ISDIR(status.st_mode)) return take_ways();
    if (S_ISLNK(status.st_mode) && may_rename) return insert(std::move(entry));
    if (!S_ISREG(status.st_mode)) return;
    const mode_t access = own_access(parent, name);
    const bool may_change = (access & S_IWUSR) != 0 || status.st_uid == facts_.uid || may_rename;
    if ((access & S_IRUSR) == 0 || !may_change) return;
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > std::min(budget_.bytes, budget_.longest)) {
      found_.too_large.push_back(path);
      return;
    }
    budget_.bytes -= size;
    entry.mode = (status.st_mode & ~mode_t{07700}) | access;
    insert(std::move(entry));
  }

  void insert(StandIn entry) {
    take_ways();
    enter(std::move(entry));
  }

  void enter(StandIn entry) {
    entry.lacks_attributes = !facts_.tmpfs_has_attributes && has_user_attributes(entry.path);
    entries_.insert(std::move(entry));
  }

  // The middle layer needs the parent directories, which then show its attributes.
  void take_ways() {
    for (Way& way : ways_) {
      if (way.is_taken) continue;
      way.is_taken = true;
      StandIn entry{.path = way.path,
                    .mode = way.status.st_mode,
                    .uid = way.status.st_uid,
                    .gid = way.status.st_gid};
      if (is_foreign(way.status)) {
        entry.uid = facts_.uid;
        entry.gid = facts_.gid;
        entry.mode = (entry.mode & ~mode_t{0700}) | own_access(AT_FDCWD, way.path.c_str());
      }
      enter(std::move(entry));
    }
  }

  void cut(const std::string& top) {
    if (found_.unseen.empty() || found_.unseen.back() != top) found_.unseen.push_back(top);
  }

  const Facts& facts_;
  const std::vector<Directory>& directories_;
  const std::string overlay_;
  Budget& budget_;
  StandIns& found_;
  dev_t device_ = 0;
  std::string path_;
  std::vector<Way> ways_;
  std::set<StandIn, ByPath> entries_;
};

// Whether `path` lies in it, and not in another directory of the table.
bool holds(const Directory& overlay, const std::string& path,
           const std::vector<Directory>& directories) {
  return find(directories, path) == nullptr && find_cover(directories, path) == &overlay;
}

}  // namespace

StandIns find_stand_ins(const Layout& layout, const Facts& facts,
                        const std::vector<Directory>& directories) {
  StandIns found;
  Budget budget;
  const bool may_be_foreign = !has_all_ids(facts.ids.users) || !has_all_ids(facts.ids.groups);
  std::vector<std::string> tops = {layout.working_directory};
  for (const DirectoryMode& named : layout.directories) {
    if (const Result<std::string> path = canonical_path(named.path, layout.working_directory);
        path && named.mode == Mode::overlay)
      tops.push_back(*path);
  }
  for (const Directory& overlay : directories) {
    const bool is_overlay = overlay.treatment == Treatment::overlay && overlay.exists;
    if (!is_overlay && overlay.treatment != Treatment::split_overlay) continue;
    Search search(facts, directories, overlay, budget, found);
    for (const Directory& directory : directories) {
      if (directory.treatment == Treatment::absent &&
          find_cover(directories, directory.path) == &overlay)
        search.hide(directory.path);
    }
    if (may_be_foreign && is_overlay) {
      const bool is_whole = std::ranges::any_of(
          tops, [&](const std::string& top) { return is_within(overlay.path, top); });
      if (is_whole) search.scan_below(overlay.path);
      if (!is_whole && holds(overlay, tops.front(), directories)) {
        search.scan_above(tops.front());
        search.scan_below(tops.front());
      }
    }
    std::vector<StandIn> entries = std::move(search).entries();
    if (!entries.empty()) found.overlays[overlay.path] = std::move(entries);
  }
  return found;
}

}  // namespace isorun
