#include "sandbox/stage_planner.hpp"

#include <algorithm>
#include <array>
#include <climits>
#include <filesystem>
#include <sched.h>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "base/worded.hpp"
#include "host/hosts_file.hpp"
#include "host/writable.hpp"
#include "sandbox/devices.hpp"
#include "sandbox/skeletons.hpp"
#include "sandbox/stand_ins.hpp"
#include "sandbox/step_list.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using Treatment = Directory::Treatment;

// Parts of /sys that containers mask: firmware tables, and power meters, which leak keys
// (CVE-2020-8694).
constexpr std::array masked_directories = {"/sys/devices/virtual/powercap", "/sys/firmware"};

// These limits count per user, for the host and all sandboxes together: a run leaves a quarter to
// the host.
constexpr std::array shared_limits = {"max_fanotify_groups", "max_fanotify_marks",
                                      "max_inotify_instances", "max_inotify_watches"};

bool has_directory(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

class StagePlanner {
 public:
  StagePlanner(const Layout& layout, const Facts& facts, const std::vector<Directory>& directories)
      : layout_(layout),
        facts_(facts),
        directories_(directories),
        replaces_root_(replaces_root(directories)) {}

  StagePlan run() {
    if (facts_.may_clone_mounts) {
      add({.verb = Verb::new_mount_namespace});
    } else {
      add({.verb = Verb::new_user_namespace});
    }
    add({.verb = Verb::privatize, .target = "/"});
    add({.verb = Verb::workshop, .target = has_directory("/tmp") ? "/tmp" : "/usr"});
    add_skeletons(directories_, steps_);
    add_lower_mounts();
    if (facts_.may_clone_mounts) add({.verb = Verb::new_user_namespace});
    add_limits();
    if (layout_.proc == Proc::host) add_proc();
    add_shared();
    add_empty();
    if (!layout_.scratch.empty()) {
      add({.verb = Verb::make_directory, .target = scratch_disk, .mode = 0700});
      add_mount(Verb::bind, layout_.scratch, scratch_disk);
      add({.verb = Verb::scratch, .target = scratch_disk});
    }
    std::error_code ignored;
    if (replaces_root_) {
      add_devices(layout_.terminal, steps_);
    } else if (!layout_.terminal.empty() && fs::exists("/dev/console", ignored)) {
      add_mount(Verb::bind, layout_.terminal, "/dev/console");
    }
    mask();
    make_read_only();
    add_kept();
    add_split_lowers();
    add_middle_layers();
    note_read_only();
    if (layout_.network == Network::slot || layout_.network == Network::fresh) add_hosts_file();
    result_.steps = steps_.take();
    return std::move(result_);
  }

 private:
  void add(Step step) { steps_.add(std::move(step)); }

  void add_mount(Verb verb, const std::string& source, const std::string& target,
                 bool may_vanish = false) {
    steps_.add_mount(verb, source, target, may_vanish);
  }

  // The lower directory of an overlay must have no mounts below; real root can clone it without
  // them, as long as a new user namespace has not locked the mounts.
  void add_lower_mounts() {
    if (!facts_.may_clone_mounts) return;
    for (const Directory& directory : directories_) {
      if (directory.treatment != Treatment::overlay || !directory.exists) continue;
      if (!has_mounts_below(facts_, directory.path)) continue;
      const std::string lower = fmt::format("lower/{}", result_.lowers.size());
      add({.verb = Verb::make_directory, .target = lower, .mode = 0755});
      add({.verb = Verb::clone_mount, .source = directory.source, .target = lower});
      result_.lowers[directory.path] = lower;
    }
  }

  // While the host's /proc is still mounted and writable.
  void add_limits() {
    // In its own cgroup namespace a command could mount the host's control groups and write those
    // that belong to its user (cgroup_namespaces(7)).
    forbid("max_cgroup_namespaces", CLONE_NEWCGROUP);
    if (!layout_.user_namespaces) forbid("max_user_namespaces", CLONE_NEWUSER);
    if (!may_write_sysctls(layout_, facts_)) {
      result_.losses.push_back(
          {Facility::proc,
           "no part of this user's inotify instances, watches and fanotify groups is kept for the "
           "host, since /proc/sys is read-only: the command may use them up"});
      return;
    }
    for (const char* name : shared_limits) {
      const auto found = facts_.user_limits.find(name);
      if (found != facts_.user_limits.end()) add_limit(name, found->second - found->second / 4);
    }
  }

  // A limit costs nothing per system call, unlike a filter.
  void forbid(const char* limit, std::uint64_t namespaces) {
    if (may_write_sysctls(layout_, facts_))
      add_limit(limit, 0);
    else
      result_.refused_namespaces |= namespaces;
  }

  void add_limit(const std::string& name, std::uint64_t most) {
    add({.verb = Verb::limit, .target = "/proc/sys/user/" + name, .size = most});
  }

  void add_proc() {
    add({.verb = Verb::make_directory, .target = outer_proc, .mode = 0555});
    add_mount(Verb::bind, "/proc", outer_proc);
  }

  // Call this before the host's mounts become read-only.
  void add_shared() {
    for (const Directory& directory : directories_) {
      const bool declared = layout_.isolation == Isolation::declared;
      const bool read_only = declared && directory.treatment == Treatment::read_only;
      if (directory.treatment != Treatment::share && !read_only) continue;
      const std::string shown = show(directory);
      if (read_only) add({.verb = Verb::read_only, .target = shown});
    }
  }

  // Host directories that shards show unchanged, over anything that covers their place.
  void add_kept() {
    for (const Directory& directory : directories_) {
      const bool is_kept =
          directory.treatment == Treatment::keep || directory.treatment == Treatment::read_only;
      const bool is_own_dev = replaces_root_ && directory.path == "/dev";
      if (!is_kept || is_own_dev || result_.shown.contains(directory.path)) continue;
      if (find_cover(directories_, directory.path) != nullptr) show(directory);
    }
  }

  // A place in the workshop from which each shard can mount it, even if it is covered by then.
  std::string show(const Directory& directory) {
    std::string place = fmt::format("shown/{}", result_.shown.size());
    if (directory.is_file) {
      add({.verb = Verb::make_file, .target = place});
    } else {
      add({.verb = Verb::make_directory, .target = place, .mode = 0755});
    }
    add_mount(Verb::bind, directory.source, place, directory.is_found);
    result_.shown[directory.path] = place;
    return place;
  }

  void add_empty() {
    add({.verb = Verb::make_directory, .target = "empty/directory", .mode = 0555});
    add({.verb = Verb::make_file, .target = "empty/file"});
    add_mount(Verb::bind, "empty", "empty");
    add({.verb = Verb::read_only, .target = "empty"});
  }

  // Terminals can be written even on a read-only mount.
  void mask() {
    for (const Mount& mount : facts_.mounts) {
      if (mount.type == "devpts") add_mount(Verb::bind, "empty/directory", mount.point);
    }
    if (facts_.uid != 0) return;
    for (const char* path : masked_directories) {
      if (has_directory(path)) add_mount(Verb::bind, "empty/directory", path);
    }
  }

  // Makes control groups read-only, even if everything else is unchanged.
  void make_read_only() {
    if (layout_.isolation == Isolation::everything) {
      add({.verb = Verb::read_only, .target = "/"});
      return;
    }
    for (const Mount& mount : facts_.mounts) {
      if (mount.type.starts_with("cgroup")) add({.verb = Verb::read_only, .target = mount.point});
    }
  }

  void add_split_lowers() {
    for (const Directory& directory : directories_) {
      if (directory.treatment != Treatment::split_overlay) continue;
      const std::string lower = fmt::format("lower/{}", result_.lowers.size());
      add({.verb = Verb::make_directory, .target = lower, .mode = 0755});
      add({.verb = Verb::copy_files, .source = directory.source, .target = lower});
      result_.lowers[directory.path] = lower;
    }
  }

  void add_middle_layers() {
    StandIns found = find_stand_ins(layout_, facts_, directories_);
    for (auto& [path, entries] : found.overlays) {
      for (const StandIn& entry : entries) note_attributes(entry);
      const int number = static_cast<int>(result_.middle_layers.size());
      const std::string place = fmt::format("middle/{}", number);
      result_.middles[path] = place;
      result_.middle_layers.push_back(std::move(entries));
      add({.verb = Verb::middle, .source = path, .target = place, .part = number});
    }
    for (const std::string& path : found.too_large)
      lose(fmt::format(
          "{} has an owner or group that does not exist in the sandbox, and copies of such files "
          "may take {} MiB together: writing it fails with EOVERFLOW, but for {} {}",
          printable(path), most_stand_in_bytes >> 20, called(LayoutSetting::mode_copy),
          printable(path)));
    for (const std::string& path : found.unseen)
      lose(fmt::format(
          "not all below {} was looked at for owners and groups that do not exist in the sandbox: "
          "there are more than {} files, or paths longer than {} bytes",
          printable(path), most_looked_at, PATH_MAX));
  }

  void note_attributes(const StandIn& entry) {
    if (!entry.lacks_attributes) return;
    lose(fmt::format(
        "{} appears without its user attributes: it has an owner or group that does not exist in "
        "the sandbox, or holds such files, and before Linux 6.6 the tmpfs of their copies keeps no "
        "attributes",
        printable(entry.path)));
  }

  // Only what was named, or holds the working directory, is an overlay whatever it lies on.
  void note_read_only() {
    if (layout_.isolation == Isolation::declared) return;
    for (const Mount& mount : facts_.mounts) {
      if (is_pseudo(mount.type) || can_be_lower(mount.type)) continue;
      if (mount.read_only || !can_write(mount.point)) continue;
      if (treatment_at(mount.point) == Treatment::keep)
        lose(fmt::format("{} is read-only: no overlay can lie on {}; {} shows a copy",
                         printable(mount.point), mount.type, called(LayoutSetting::mode_copy)));
    }
  }

  // Returns `keep` if no directory of the sandbox contains it.
  Treatment treatment_at(const std::string& path) const {
    const auto found = std::ranges::find(directories_, path, &Directory::path);
    if (found != directories_.end()) return found->treatment;
    const Directory* cover = find_cover(directories_, path);
    return cover == nullptr ? Treatment::keep : cover->treatment;
  }

  void lose(std::string what) { result_.losses.push_back({Facility::overlay, std::move(what)}); }

  void add_hosts_file() {
    const std::optional<HostsFile> file = complete_hosts_file(facts_.hostname);
    if (!file) return;
    add({.verb = Verb::write_file, .source = file->content, .target = "hosts"});
    // The shard's own root directory would cover a mount made here.
    if (replaces_root_)
      result_.hosts_file = file->path;
    else
      add_mount(Verb::bind, "hosts", file->path);
  }

  const Layout& layout_;
  const Facts& facts_;
  const std::vector<Directory>& directories_;
  const bool replaces_root_;
  StagePlan result_;
  StepList steps_;
};

}  // namespace

bool may_write_sysctls(const Layout& layout, const Facts& facts) {
  return layout.proc == Proc::own || !facts.proc_sys_is_read_only;
}

StagePlan plan_stage(const Layout& layout, const Facts& facts,
                     const std::vector<Directory>& directories) {
  return StagePlanner(layout, facts, directories).run();
}

}  // namespace isorun
