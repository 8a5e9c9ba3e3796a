// How much memory this process and its children have, and whether the kernel's OOM killer was
// active.
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
  bool is_own = false;  // the process is in this group itself, not in one below

  friend bool operator==(const MemoryGroup&, const MemoryGroup&) = default;
};

// The groups in /proc/self/cgroup (cgroups(7)) that /proc/self/mountinfo shows, for both versions,
// each from the nearest upwards; pure. In a cgroup namespace, or below a mount of a single group,
// those above are not visible.
std::vector<MemoryGroup> memory_groups(std::string_view self_cgroup, std::string_view mountinfo);

// The lowest of their limits, in bytes.
std::optional<std::uint64_t> smallest_limit(const std::vector<MemoryGroup>& groups);

// Whether this process may create control groups below its own.
bool owns_control_group();

// The number of processes in their own group that the OOM killer has killed, if the kernel counts
// them there.
std::optional<std::uint64_t> count_oom_kills(const std::vector<MemoryGroup>& groups);

// The oom_score_adj (proc_pid_oom_score_adj(5)) for processes that the kernel should kill before
// this one. Raising it needs no privilege.
int expendable_oom_score();

// The machine's memory, or a control group's limit if lower.
std::uint64_t memory_bytes();

// Whether `directory` is in a tmpfs that is more than a quarter full.
bool holds_much_memory(int directory);

// The number of kills as above, or on the whole machine if this process's group does not count
// them.
std::uint64_t count_oom_kills();

}  // namespace isorun
