#include "host/mounts.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <fstream>
#include <iterator>

#include <sys/stat.h>

#include "base/text.hpp"

namespace isorun {
namespace {

// mountinfo escapes blanks, newlines and backslashes as \ooo.
std::string unescape(std::string_view field) {
  std::string plain;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] == '\\' && i + 3 < field.size()) {
      const int value = (field[i + 1] - '0') * 64 + (field[i + 2] - '0') * 8 + (field[i + 3] - '0');
      plain.push_back(static_cast<char>(value));
      i += 3;
    } else {
      plain.push_back(field[i]);
    }
  }
  return plain;
}

bool is_topmost(const std::string& point, int id) {
  struct statx status {};
  const int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT;
  if (::statx(AT_FDCWD, point.c_str(), flags, STATX_MNT_ID, &status) != 0) return false;
  return status.stx_mnt_id == static_cast<std::uint64_t>(id);
}

}  // namespace

bool has_option(std::string_view options, std::string_view wanted) {
  const std::vector<std::string_view> all = split(options, ',');
  return std::ranges::find(all, wanted) != all.end();
}

std::optional<MountLine> parse_mount_line(std::string_view line) {
  const std::vector<std::string_view> fields = split(line, ' ');
  const auto dash = std::ranges::find(fields, "-");
  if (fields.size() < 6 || std::distance(dash, fields.end()) < 4) return std::nullopt;
  MountLine mount{.root = unescape(fields[3]),
                  .point = unescape(fields[4]),
                  .type = std::string(dash[1]),
                  .options = fields[5],
                  .super_options = dash[3]};
  std::from_chars(fields[0].data(), fields[0].data() + fields[0].size(), mount.id);
  return mount;
}

std::vector<Mount> parse_mountinfo(std::string_view text,
                                   bool (*is_visible)(const std::string& point, int id)) {
  std::vector<Mount> mounts;
  for (const std::string_view line : lines(text)) {
    std::optional<MountLine> entry = parse_mount_line(line);
    if (!entry || !is_visible(entry->point, entry->id)) continue;
    const bool read_only =
        has_option(entry->options, "ro") || has_option(entry->super_options, "ro");
    mounts.push_back({std::move(entry->point), std::move(entry->type), read_only});
  }
  std::ranges::sort(mounts, {}, &Mount::point);
  return mounts;
}

Result<std::vector<Mount>> visible_mounts() {
  std::ifstream file("/proc/self/mountinfo");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.empty()) {
    return std::unexpected(Error{Phase::host, ENOENT,
                                 "reading /proc/self/mountinfo; isorun needs /proc to be mounted"});
  }
  return parse_mountinfo(text, is_topmost);
}

bool is_pseudo(std::string_view type) {
  static constexpr std::array<std::string_view, 21> types = {
      "autofs", "binfmt_misc", "bpf",        "cgroup",     "cgroup2",   "configfs", "debugfs",
      "devpts", "devtmpfs",    "efivarfs",   "fusectl",    "hugetlbfs", "mqueue",   "nfsd",
      "proc",   "pstore",      "rpc_pipefs", "securityfs", "selinuxfs", "sysfs",    "tracefs"};
  return std::ranges::find(types, type) != types.end();
}

bool can_be_lower(std::string_view type) {
  // Overlayfs refuses file systems with their own way of comparing names, such as ignoring case.
  static constexpr std::array<std::string_view, 8> types = {"affs",    "exfat", "hfs",   "hfsplus",
                                                            "iso9660", "msdos", "ntfs3", "vfat"};
  return !is_pseudo(type) && std::ranges::find(types, type) == types.end();
}

std::string_view type_at(const std::vector<Mount>& mounts, std::string_view path) {
  for (; !path.empty(); path = directory_above(path)) {
    const auto found = std::ranges::lower_bound(mounts, path, {}, &Mount::point);
    if (found != mounts.end() && found->point == path) return found->type;
  }
  return "";
}

bool is_within(std::string_view path, std::string_view directory) {
  if (directory == "/") return path.starts_with('/');
  return path.starts_with(directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

std::string_view directory_above(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash != 0) return path.substr(0, slash);
  return path.substr(0, path.size() > 1 ? 1 : 0);
}

}  // namespace isorun
