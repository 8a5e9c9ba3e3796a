#include "sandbox/system_mounts.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sched.h>
#include <utility>

#include <fmt/format.h>

#include "base/worded.hpp"
#include "sandbox/stage_planner.hpp"
#include "sandbox/step_list.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using Treatment = Directory::Treatment;

// The kernel lets the host's user 0 write these without checking a capability (sysctl.c,
// test_perm).
constexpr std::array kernel_switches = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
                                        "/proc/sysrq-trigger"};

// Parts of /proc that containers mask: hardware and memory, and the names of the host's keys and
// timers.
constexpr std::array paths_to_mask = {"/proc/acpi",        "/proc/asound", "/proc/interrupts",
                                      "/proc/kcore",       "/proc/keys",   "/proc/latency_stats",
                                      "/proc/sched_debug", "/proc/scsi",   "/proc/timer_list",
                                      "/proc/timer_stats"};

constexpr const char* terminals = "/dev/pts";

}  // namespace

void SystemMounts::add_hosts_file(const std::string& path) {
  mount_late({.verb = Verb::bind, .source = "hosts"}, path);
}

std::vector<Step> SystemMounts::take() {
  plan_proc();
  if (has("/dev/mqueue", "mqueue")) mount_late({.verb = Verb::mqueue}, "/dev/mqueue");
  if (has(terminals, "devpts") && !is_shared(terminals))
    mount_late({.verb = Verb::devpts}, terminals);
  return std::move(late_);
}

void SystemMounts::plan_proc() {
  const bool is_own = layout_.proc == Proc::own;
  mount_late(is_own ? Step{.verb = Verb::proc} : Step{.verb = Verb::bind, .source = outer_proc},
             "/proc");
  plan_network();
  if (facts_.uid == 0) {
    for (const char* path : kernel_switches)
      if (is_own) late_.push_back({.verb = Verb::protect, .target = path});
    for (const char* path : paths_to_mask) mask(path);
  }
  // The files in /proc/PID belong to the process's user, and PID may be a process of the host.
  if (!is_own) late_.push_back({.verb = Verb::protect, .target = "/proc"});
}

void SystemMounts::mount_late(Step maker, const std::string& target) {
  const int tree = add_tree(plan_.shard, std::move(maker));
  late_.push_back({.verb = Verb::attach, .target = target, .tree = tree});
}

// They are the same in every proc of this kernel.
void SystemMounts::mask(const char* path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return;
  mount_late(
      {.verb = Verb::bind, .source = fs::is_directory(status) ? "empty/directory" : "empty/file"},
      path);
}

bool SystemMounts::has(std::string_view point, std::string_view type) const {
  return replaces_root(directories_) || std::ranges::any_of(facts_.mounts, [&](const Mount& mount) {
           return mount.point == point && mount.type == type;
         });
}

bool SystemMounts::is_shared(std::string_view path) const {
  return std::ranges::any_of(directories_, [&](const Directory& directory) {
    return directory.path == path && directory.treatment == Treatment::share;
  });
}

// Through the shard's own /proc, before that becomes read-only.
void SystemMounts::plan_network() {
  switch (layout_.network) {
    case Network::slot:
      late_.push_back({.verb = Verb::slot_network});
      break;
    case Network::fresh:
      plan_.namespaces |= CLONE_NEWNET;
      late_.push_back({.verb = Verb::loopback_up});
      break;
    case Network::none:
      plan_.namespaces |= CLONE_NEWNET;
      return;
    case Network::host:
      return;
  }
  for (const auto& [path, value] : facts_.network_settings) {
    if (may_write_sysctls(layout_, facts_))
      late_.push_back({.verb = Verb::network_setting, .source = value, .target = path});
    else
      plan_.losses.push_back(
          {Facility::network,
           fmt::format("{} is not {}, as on the host, since /proc/sys is read-only; {} "
                       "uses the host's network",
                       path, value, called(LayoutSetting::host_network))});
  }
}

}  // namespace isorun
