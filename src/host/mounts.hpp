// The host's mount table, as the caller sees it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

namespace isorun {

struct Mount {
  std::string point;  // absolute, unescaped
  std::string type;   // "ext4", "proc", …
  bool read_only = false;

  friend bool operator==(const Mount&, const Mount&) = default;
};

// A line of /proc/self/mountinfo; the options lie in it.
struct MountLine {
  int id = 0;
  std::string root;  // the mounted part of its file system, unescaped
  std::string point;
  std::string type;
  std::string_view options;
  std::string_view super_options;
};

std::optional<MountLine> parse_mount_line(std::string_view line);

// Whether a comma-separated list contains the option.
bool has_option(std::string_view options, std::string_view wanted);

// Parses /proc/self/mountinfo (proc_pid_mountinfo(5)) and keeps the mounts whose id `is_visible`
// accepts.
std::vector<Mount> parse_mountinfo(std::string_view text,
                                   bool (*is_visible)(const std::string& point, int id));

// The reachable mounts, sorted by path; omits those that another mount covers.
Result<std::vector<Mount>> visible_mounts();

// Kernel interfaces, which no overlay can or should cover.
bool is_pseudo(std::string_view type);

// Whether a directory on such a file system can be the lower directory of an overlay.
bool can_be_lower(std::string_view type);

// The type of the file system at an absolute path; "" if unknown.
std::string_view type_at(const std::vector<Mount>& mounts, std::string_view path);

// Whether `path` is `directory` or below it. Both are absolute, without a trailing slash except "/"
// itself.
bool is_within(std::string_view path, std::string_view directory);

// The parent directory of `path`; "" for "/".
std::string_view directory_above(std::string_view path);

}  // namespace isorun
