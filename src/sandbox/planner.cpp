#include "sandbox/planner.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <sched.h>

#include <fmt/format.h>

#include "sandbox/directories.hpp"
#include "sandbox/named_directories.hpp"
#include "sandbox/stage_planner.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using Treatment = Directory::Treatment;

constexpr const char* results_name = ".isorun";

// The kernel lets the host's user 0 write these without checking a capability (sysctl.c,
// test_perm).
constexpr std::array kernel_switches = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
                                        "/proc/sysrq-trigger"};

// Parts of /proc that containers mask: hardware and memory, and the names of the host's keys and
// timers.
constexpr std::array masked_paths = {"/proc/acpi",        "/proc/asound", "/proc/interrupts",
                                     "/proc/kcore",       "/proc/keys",   "/proc/latency_stats",
                                     "/proc/sched_debug", "/proc/scsi",   "/proc/timer_list",
                                     "/proc/timer_stats"};

constexpr const char* terminals = "/dev/pts";

bool is_writable(const Directory& directory) {
  if (directory.is_file) return false;
  switch (directory.treatment) {
    case Treatment::overlay:
    case Treatment::split_overlay:
    case Treatment::copy:
    case Treatment::tmpfs:
      return true;
    default:
      return false;
  }
}

class Planner {
 public:
  Planner(const Layout& layout, const Facts& facts, std::vector<Directory> directories)
      : layout_(layout),
        facts_(facts),
        directories_(std::move(directories)),
        replaces_root_(replaces_root(directories_)),
        stage_(plan_stage(layout_, facts_, directories_)) {}

  Result<Plan> run() {
    plan_.network = layout_.network;
    plan_.proc = layout_.proc;
    plan_.refused_namespaces = stage_.refused_namespaces;
    plan_.working_directory = layout_.working_directory;
    plan_.scratch_on_host = layout_.scratch;
    if (!layout_.scratch.empty()) plan_.scratch = scratch_disk;
    plan_.keep_owners = facts_.uid == 0;
    plan_.namespaces = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS;
    plan_.stage = stage_.steps;
    plan_.ids = facts_.ids;
    plan_.losses = stage_.losses;
    plan_stand_ins();
    plan_layer();
    plan_hosts_file();
    for (const Directory& directory : directories_) make_mount(directory);
    plan_system_mounts();
    if (layout_.results_directory) {
      if (Result<void> placed = plan_results(); !placed) return std::unexpected(placed.error());
    }
    plan_.shard.insert(plan_.shard.end(), places_.begin(), places_.end());
    std::ranges::sort(plan_.parts, {}, &LayerPart::path);
    std::ranges::sort(plan_.file_places);
    return std::move(plan_);
  }

 private:
  int add_tree(Step step) {
    const int number = static_cast<int>(plan_.shard.size());
    step.tree = number;
    plan_.shard.push_back(std::move(step));
    return number;
  }

  int add_part(const std::string& path, LayerPart::Kind kind) {
    const int part = static_cast<int>(plan_.parts.size());
    plan_.parts.push_back({.path = path, .directory = std::to_string(part), .kind = kind});
    return part;
  }

  void plan_layer() {
    const std::uint64_t share = facts_.memory_bytes / 2 / std::max(1U, layout_.slots);
    const std::uint64_t size = layout_.scratch_bytes == 0 ? share : layout_.scratch_bytes;
    plan_.shard.push_back({.verb = Verb::layer, .source = plan_.scratch, .size = size});
  }

  void plan_stand_ins() {
    plan_.middles = stage_.middle_layers;
    std::vector<StandIn> all;
    for (const std::vector<StandIn>& entries : plan_.middles)
      all.insert(all.end(), entries.begin(), entries.end());
    if (all.empty()) return;
    std::ranges::sort(all, {}, &StandIn::path);
    plan_.stand_ins = std::make_shared<const std::vector<StandIn>>(std::move(all));
  }

  void plan_hosts_file() {
    if (stage_.hosts_file.empty()) return;
    mount_late({.verb = Verb::bind, .source = "hosts"}, stage_.hosts_file);
  }

  void make_mount(const Directory& directory) {
    const Directory* cover = find_cover(directories_, directory.path);
    if (layout_.isolation == Isolation::everything && cover == nullptr &&
        (directory.treatment == Treatment::read_only || directory.treatment == Treatment::keep)) {
      return;  // unchanged from the stage
    }
    if (directory.treatment == Treatment::absent) return hide(directory, cover);
    if (directory.treatment == Treatment::link) {
      places_.push_back(
          {.verb = Verb::make_symlink, .source = directory.source, .target = directory.path});
      return;
    }
    const int tree = make_tree(directory);
    if (directory.path == "/") {
      places_.push_back({.verb = Verb::attach_root, .tree = tree});
      return;
    }
    const bool below_tmpfs = cover != nullptr && cover->treatment == Treatment::tmpfs;
    if (cover != nullptr && (!directory.exists || below_tmpfs)) {
      const Verb verb = directory.is_file ? Verb::make_file : Verb::make_directory;
      places_.push_back(
          {.verb = verb, .target = directory.path, .mode = directory.is_file ? 0U : 0755U});
      if (directory.is_file) plan_.file_places.push_back(directory.path);
    }
    places_.push_back({.verb = Verb::attach, .target = directory.path, .tree = tree});
  }

  // An overlay has its middle layer, a copy leaves it out, and a tmpfs has no host files.
  void hide(const Directory& directory, const Directory* cover) {
    plan_.absent.push_back(directory.path);
    const bool is_gone =
        cover != nullptr && (is_writable(*cover) || cover->treatment == Treatment::hide);
    if (is_gone) return;
    const int tree = add_tree(
        {.verb = Verb::bind, .source = directory.is_file ? "empty/file" : "empty/directory"});
    places_.push_back({.verb = Verb::attach, .target = directory.path, .tree = tree});
  }

  int make_tree(const Directory& directory) {
    switch (directory.treatment) {
      case Treatment::overlay:
      case Treatment::split_overlay:
        if (!directory.exists) return add_whole(directory.path, "");
        return add_overlay(directory);
      case Treatment::tmpfs:
        return add_whole(directory.path, directory.exists ? directory.path : "");
      case Treatment::copy:
        if (!directory.exists) return add_whole(directory.path, "");
        return directory.is_file ? add_file_copy(directory) : add_copy(directory);
      case Treatment::hide:
        return add_tree(
            {.verb = Verb::bind, .source = directory.is_file ? "empty/file" : "empty/directory"});
      case Treatment::read_only:
      case Treatment::share:
      case Treatment::absent:
      case Treatment::link:
      case Treatment::keep:
        break;
    }
    if (directory.path == "/dev" && replaces_root_)
      return add_tree({.verb = Verb::bind, .source = "dev"});
    return add_tree({.verb = Verb::bind,
                     .source = stage_.shown.at(directory.path),
                     .may_vanish = directory.is_found});
  }

  int add_overlay(const Directory& directory) {
    const auto lower = stage_.lowers.find(directory.path);
    const auto middle = stage_.middles.find(directory.path);
    const int part = add_part(directory.path, LayerPart::Kind::overlay);
    return add_tree({.verb = Verb::overlay,
                     .source = lower == stage_.lowers.end() ? directory.source : lower->second,
                     .target = middle == stage_.middles.end() ? "" : middle->second,
                     .part = part,
                     .may_vanish = directory.is_found});
  }

  int add_copy(const Directory& directory) {
    const int part = add_part(directory.path, LayerPart::Kind::copy);
    return add_tree({.verb = Verb::copy,
                     .source = directory.source,
                     .target = absent_below(directory),
                     .part = part});
  }

  int add_file_copy(const Directory& directory) {
    const int part = add_part(directory.path, LayerPart::Kind::file);
    plan_.parts.back().directory += directory.source.substr(directory.source.rfind('/'));
    return add_tree({.verb = Verb::copy_file,
                     .source = directory.source,
                     .part = part,
                     .may_vanish = directory.is_found});
  }

  // Empty if there is none.
  std::string absent_below(const Directory& directory) const {
    const auto found = std::ranges::find_if(directories_, [&](const Directory& other) {
      return other.treatment == Treatment::absent &&
             find_cover(directories_, other.path) == &directory;
    });
    return found == directories_.end() ? "" : found->path;
  }

  int add_whole(const std::string& path, const std::string& like) {
    const int part = add_part(path, LayerPart::Kind::whole);
    return add_tree({.verb = Verb::whole, .source = like, .part = part, .mode = 0755});
  }

  void plan_system_mounts() {
    plan_proc();
    if (has("/dev/mqueue", "mqueue")) mount_late({.verb = Verb::mqueue}, "/dev/mqueue");
    if (has(terminals, "devpts") && !is_shared(terminals))
      mount_late({.verb = Verb::devpts}, terminals);
    places_.insert(places_.end(), late_.begin(), late_.end());
    const Directory* cover = find_cover(directories_, facts_.temporary);
    if (cover != nullptr && cover->treatment == Treatment::tmpfs) {
      places_.push_back({.verb = Verb::make_directory, .target = facts_.temporary, .mode = 0700});
    }
  }

  void plan_proc() {
    const bool is_own = layout_.proc == Proc::own;
    mount_late(is_own ? Step{.verb = Verb::proc} : Step{.verb = Verb::bind, .source = outer_proc},
               "/proc");
    plan_network();
    if (facts_.uid == 0) {
      for (const char* path : kernel_switches)
        if (is_own) late_.push_back({.verb = Verb::protect, .target = path});
      for (const char* path : masked_paths) mask(path);
    }
    // The files of a process belong to its user, and a number may be anybody's here.
    if (!is_own) late_.push_back({.verb = Verb::protect, .target = "/proc"});
  }

  void mount_late(Step maker, const std::string& target) {
    const int tree = add_tree(std::move(maker));
    late_.push_back({.verb = Verb::attach, .target = target, .tree = tree});
  }

  // They are the same in every proc of this kernel.
  void mask(const char* path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) return;
    mount_late(
        {.verb = Verb::bind, .source = fs::is_directory(status) ? "empty/directory" : "empty/file"},
        path);
  }

  bool has(std::string_view point, std::string_view type) const {
    return replaces_root_ || std::ranges::any_of(facts_.mounts, [&](const Mount& mount) {
             return mount.point == point && mount.type == type;
           });
  }

  bool is_shared(std::string_view path) const {
    return std::ranges::any_of(directories_, [&](const Directory& directory) {
      return directory.path == path && directory.treatment == Treatment::share;
    });
  }

  Result<void> plan_results() {
    const Directory* home = nullptr;
    for (const Directory& directory : directories_) {
      const bool is_better = home == nullptr || (home->treatment != Treatment::tmpfs &&
                                                 directory.treatment == Treatment::tmpfs);
      if (is_writable(directory) && is_better) home = &directory;
    }
    if (home == nullptr) {
      return std::unexpected(
          Error{Phase::usage, 0,
                "--isolate declared leaves no place for results; name a directory with "
                "--tmpfs, --overlay or --copy"});
    }
    plan_.results = fmt::format("{}/{}", home->path == "/" ? "" : home->path, results_name);
    const int tree = add_whole(plan_.results, "");
    places_.push_back({.verb = Verb::make_directory, .target = plan_.results, .mode = 0755});
    places_.push_back({.verb = Verb::attach, .target = plan_.results, .tree = tree});
    return {};
  }

  // Through the shard's own /proc, before that becomes read-only.
  void plan_network() {
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
             fmt::format("{} is not {}, as on the host, since /proc/sys is read-only; --net host "
                         "uses the host's network",
                         path, value)});
    }
  }

  const Layout& layout_;
  const Facts& facts_;
  const std::vector<Directory> directories_;
  const bool replaces_root_;
  const StagePlan stage_;
  Plan plan_;
  std::vector<Step> places_;  // second half of the shard's steps: puts the new mounts in place
  std::vector<Step> late_;    // mounts over all directories
};

}  // namespace

Result<std::vector<Directory>> plan_directories(const Layout& layout, const Facts& facts) {
  const Result<Layout> complete = with_canonical_paths(layout);
  if (!complete) return std::unexpected(complete.error());
  return resolve_directories(*complete, facts);
}

Result<Plan> make_plan(const Layout& layout, const Facts& facts) {
  const Result<Layout> complete = with_canonical_paths(layout);
  if (!complete) return std::unexpected(complete.error());
  Result<std::vector<Directory>> directories = resolve_directories(*complete, facts);
  if (!directories) return std::unexpected(directories.error());
  return Planner(*complete, facts, std::move(*directories)).run();
}

}  // namespace isorun
