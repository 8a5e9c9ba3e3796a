#include "host/memory.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include <linux/magic.h>
#include <sys/sysinfo.h>
#include <sys/vfs.h>

#include "base/text.hpp"
#include "host/mounts.hpp"

namespace isorun {
namespace {

using Names = std::vector<std::string_view>;

std::string read_whole(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// "/a/../b" to a, .., b: paths outside a cgroup namespace look like this (cgroup_namespaces(7)).
Names names_of(std::string_view path) {
  Names names = split(path, '/');
  std::erase(names, "");
  return names;
}

// This process's path in the hierarchy of the controller; an empty name means version 2.
std::optional<std::string_view> path_in_hierarchy(std::string_view self_cgroup,
                                                  std::string_view controller) {
  for (const std::string_view line : lines(self_cgroup)) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) continue;
    const Names controllers = split(line.substr(first + 1, second - first - 1), ',');
    if (std::ranges::find(controllers, controller) != controllers.end())
      return line.substr(second + 1);
  }
  return std::nullopt;
}

bool is_above_namespace(const Names& names) {
  return std::ranges::all_of(names, [](std::string_view name) { return name == ".."; });
}

// Adds the groups from `path` up to the mount, which shows the hierarchy below its own root.
void add_groups(std::vector<MemoryGroup>& groups, const MountLine& mount, std::string_view path) {
  const Names top = names_of(mount.root);
  const Names own = names_of(path);
  const auto [above, below] = std::ranges::mismatch(top, own);
  const bool holds_own = above == top.end() && std::find(below, own.end(), "..") == own.end();
  if (holds_own) {
    std::string directory = mount.point;
    std::vector<MemoryGroup> found = {{directory}};
    for (auto name = below; name != own.end(); ++name)
      found.push_back({directory.append("/").append(*name)});
    found.back().is_own = true;
    groups.insert(groups.end(), found.rbegin(), found.rend());
  } else if (above != top.end() && is_above_namespace(top) &&
             is_above_namespace({own.begin(), below})) {
    groups.push_back({mount.point});
  }
}

std::optional<std::uint64_t> read_number(const std::string& path) {
  std::ifstream file(path);
  std::uint64_t number = 0;
  if (!(file >> number)) return std::nullopt;  // "max"
  return number;
}

// Reads a file that has a name and a number on each line.
std::optional<std::uint64_t> read_entry(const std::string& path, std::string_view wanted) {
  std::ifstream file(path);
  std::string name;
  for (std::uint64_t value = 0; file >> name >> value;) {
    if (name == wanted) return value;
  }
  return std::nullopt;
}

std::vector<MemoryGroup> own_memory_groups() {
  return memory_groups(read_whole("/proc/self/cgroup"), read_whole("/proc/self/mountinfo"));
}

}  // namespace

std::vector<MemoryGroup> memory_groups(std::string_view self_cgroup, std::string_view mountinfo) {
  std::vector<MemoryGroup> groups;
  for (const std::string_view line : lines(mountinfo)) {
    const std::optional<MountLine> mount = parse_mount_line(line);
    if (!mount) continue;
    const bool is_unified = mount->type == "cgroup2";
    const bool is_first = mount->type == "cgroup" && has_option(mount->super_options, "memory");
    if (!is_unified && !is_first) continue;
    const auto path = path_in_hierarchy(self_cgroup, is_unified ? "" : "memory");
    if (path) add_groups(groups, *mount, *path);
  }
  return groups;
}

std::optional<std::uint64_t> smallest_limit(const std::vector<MemoryGroup>& groups) {
  // Above memory.high, processes are slowed down until they are useless.
  static constexpr std::array files = {"memory.max", "memory.high", "memory.limit_in_bytes"};
  std::optional<std::uint64_t> smallest;
  for (const MemoryGroup& group : groups) {
    for (const char* file : files) {
      const auto limit = read_number(group.directory + "/" + file);
      if (limit) smallest = std::min(*limit, smallest.value_or(*limit));
    }
  }
  return smallest;
}

std::optional<std::uint64_t> count_oom_kills(const std::vector<MemoryGroup>& groups) {
  static constexpr std::array files = {"memory.events", "memory.oom_control"};
  for (const MemoryGroup& group : groups) {
    if (!group.is_own) continue;
    for (const char* file : files) {
      if (const auto kills = read_entry(group.directory + "/" + file, "oom_kill")) return kills;
    }
  }
  return std::nullopt;
}

int expendable_oom_score() {
  // Counts as half the memory in addition to what the process uses: more than isorun's, less than a
  // process that asked to be killed first (1000).
  constexpr int more = 500;
  std::ifstream file("/proc/self/oom_score_adj");
  int own = 0;
  file >> own;
  return std::clamp(own + more, 0, 1000);
}

std::uint64_t memory_bytes() {
  struct sysinfo machine {};
  ::sysinfo(&machine);
  const std::uint64_t physical = std::uint64_t{machine.totalram} * machine.mem_unit;
  return std::min(physical, smallest_limit(own_memory_groups()).value_or(physical));
}

bool holds_much_memory(int directory) {
  struct statfs status {};
  if (directory < 0 || ::fstatfs(directory, &status) != 0 || status.f_type != TMPFS_MAGIC)
    return false;
  return status.f_blocks - status.f_bfree > status.f_blocks / 4;
}

bool owns_control_group() {
  return std::ranges::any_of(own_memory_groups(), [](const MemoryGroup& group) {
    return group.is_own && ::access(group.directory.c_str(), W_OK | X_OK) == 0;
  });
}

std::uint64_t count_oom_kills() {
  static const std::vector<MemoryGroup> groups = own_memory_groups();
  if (const auto kills = count_oom_kills(groups)) return *kills;
  return read_entry("/proc/vmstat", "oom_kill").value_or(0);
}

}  // namespace isorun
