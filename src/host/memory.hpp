// How much memory there is for this process and those that it starts, and whether the kernel kills
// for want of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isorun {

// A memory control group that holds this process.
struct MemoryGroup {
  std::string directory;
  bool is_own = false;  // the process is in this one, not in one below

  friend bool operator==(const MemoryGroup&, const MemoryGroup&) = default;
};

// The groups of /proc/self/cgroup (cgroups(7)) that /proc/self/mountinfo shows, of both versions,
// each from the nearest upwards; pure. In a cgroup namespace, or below a mount of one group, those
// above cannot be named.
std::vector<MemoryGroup> memory_groups(std::string_view self_cgroup, std::string_view mountinfo);

// The smallest limit that any of them sets, in bytes.
std::optional<std::uint64_t> smallest_limit(const std::vector<MemoryGroup>& groups);

// Whether this process may make control groups below its own one.
bool owns_control_group();

// How many processes of their own group the kernel has killed for want of memory, if it counts them
// there.
std::optional<std::uint64_t> count_oom_kills(const std::vector<MemoryGroup>& groups);

// The oom_score_adj (proc_pid_oom_score_adj(5)) of a process that the kernel should kill before
// this one: anybody may raise it.
int expendable_oom_score();

// The machine's memory, or less where a control group limits it.
std::uint64_t memory_bytes();

// Whether `directory` is of a tmpfs that is filled by more than a quarter.
bool holds_much_memory(int directory);

// Kills as above, or of the whole machine if this process's group has no count.
std::uint64_t count_oom_kills();

}  // namespace isorun
