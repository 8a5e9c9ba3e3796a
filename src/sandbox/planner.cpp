#include "sandbox/planner.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <sched.h>
#include <set>
#include <unistd.h>

#include <fmt/format.h>

#include "host/hosts_file.hpp"
#include "sandbox/directories.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using Treatment = Directory::Treatment;

constexpr const char* results_name = ".isorun";

// What Docker gives a container, and what else test suites open. The rest of /dev is hardware, and
// a root caller could write the host's disks through it.
constexpr std::array devices = {"full", "fuse", "kfd",     "kvm",       "net/tun",
                                "null", "pts",  "random",  "tty",       "urandom",
                                "zero", "dri",  "nvidia0", "nvidiactl", "nvidia-uvm"};

// The kernel lets the host's user 0 write these without asking for a capability (sysctl.c,
// test_perm).
constexpr std::array kernel_switches = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
                                        "/proc/sysrq-trigger"};

bool is_writable(const Directory& directory) {
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
      : layout_(layout), facts_(facts), directories_(std::move(directories)) {
    replaces_root_ = !directories_.empty() && directories_.front().path == "/";
  }

  Result<Plan> run() {
    plan_.network = layout_.network;
    plan_.working_directory = layout_.working_directory;
    if (!layout_.scratch.empty()) plan_.scratch = fmt::format("scratch/isorun.{}", ::getpid());
    plan_.keep_owners = facts_.uid == 0;
    plan_.namespaces = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS;
    plan_stage();
    plan_layer();
    for (const Directory& directory : directories_) make_mount(directory);
    plan_system_mounts();
    if (layout_.results_directory) {
      if (Result<void> placed = plan_results(); !placed) return std::unexpected(placed.error());
    }
    if (next_tree_ > max_trees) {
      return std::unexpected(
          Error{Phase::usage, 0,
                fmt::format("{} mounts for one sandbox, {} at most; name fewer directories, "
                            "or use --isolate declared",
                            next_tree_, max_trees)});
    }
    plan_.shard.insert(plan_.shard.end(), places_.begin(), places_.end());
    plan_network();
    std::ranges::sort(plan_.parts, {}, &LayerPart::path);
    return std::move(plan_);
  }

 private:
  // The stage -----------------------------------------------------------------

  void stage(Step step) { plan_.stage.push_back(std::move(step)); }

  void stage_mount(Verb verb, const std::string& source, const std::string& target) {
    stage({.verb = verb, .source = source, .tree = 0});
    stage({.verb = Verb::attach, .target = target, .tree = 0});
  }

  void plan_stage() {
    if (facts_.may_clone_mounts) {
      stage({.verb = Verb::new_mount_namespace});
    } else {
      stage({.verb = Verb::new_user_namespace});
    }
    stage({.verb = Verb::privatize, .target = "/"});
    stage({.verb = Verb::workshop, .target = fs::is_directory("/tmp") ? "/tmp" : "/usr"});
    stage_skeletons();
    stage_lower_mounts();
    if (facts_.may_clone_mounts) stage({.verb = Verb::new_user_namespace});
    stage_shared();
    stage_empty();
    if (!layout_.scratch.empty()) {
      stage({.verb = Verb::make_directory, .target = "scratch", .mode = 0700});
      stage_mount(Verb::bind, layout_.scratch, "scratch");
    }
    if (replaces_root_) stage_devices();
    if (layout_.isolation == Isolation::everything) stage({.verb = Verb::read_only, .target = "/"});
    stage_split_lowers();
    if (layout_.network == Network::slot || layout_.network == Network::fresh) stage_hosts_file();
  }

  // Directories that do not exist, below such as the sandbox cannot write: the nearest one that
  // exists is rebuilt, from mounts of all that it holds, with the missing ones added.
  void stage_skeletons() {
    std::map<std::string, std::vector<const Directory*>> missing;
    for (const Directory& directory : directories_) {
      const Directory* cover = find_cover(directories_, directory.path);
      if (directory.exists || cover != nullptr) continue;
      fs::path existing = fs::path(directory.path).parent_path();
      while (!fs::exists(existing)) existing = existing.parent_path();
      missing[existing.string()].push_back(&directory);
    }
    const auto root = missing.find("/");
    if (root != missing.end()) {
      stage({.verb = Verb::make_directory, .target = "root", .mode = 0755});
      stage_mount(Verb::bind, "root", "root");
      stage_skeleton("/", "host/", "root", root->second);
      missing.erase(root);
      stage({.verb = Verb::enter_root, .source = "root"});
    } else {
      stage({.verb = Verb::enter_root, .source = "host"});
    }
    for (const auto& [path, wanted] : missing) {
      const std::string skeleton = fmt::format("skeleton/{}", skeletons_++);
      stage({.verb = Verb::make_directory, .target = skeleton, .mode = 0755});
      stage_mount(Verb::bind, skeleton, skeleton);
      stage_skeleton(path, path + "/", skeleton, wanted);
      stage_mount(Verb::bind, skeleton, path);
    }
  }

  void stage_skeleton(const std::string& directory, const std::string& prefix,
                      const std::string& skeleton, const std::vector<const Directory*>& wanted) {
    std::set<fs::directory_entry> entries;  // sorted: the same host gives the same plan
    std::error_code error;
    for (const fs::directory_entry& item : fs::directory_iterator(directory, error))
      entries.insert(item);
    for (const fs::directory_entry& item : entries) {
      const std::string name = item.path().filename().string();
      const std::string target = skeleton + "/" + name;
      if (item.is_symlink()) {
        stage({.verb = Verb::make_symlink,
               .source = fs::read_symlink(item.path(), error).string(),
               .target = target});
        continue;
      }
      if (item.is_directory(error)) {
        stage({.verb = Verb::make_directory, .target = target, .mode = 0755});
      } else {
        stage({.verb = Verb::make_file, .target = target});
      }
      stage_mount(Verb::bind, prefix + name, target);
    }
    for (const Directory* missing : wanted) {
      const std::string relative = fs::path(missing->path).lexically_relative(directory).string();
      const Verb verb = missing->is_file ? Verb::make_file : Verb::make_directory;
      stage({.verb = verb,
             .target = skeleton + "/" + relative,
             .mode = missing->is_file ? 0U : 0755U});
    }
  }

  // The lower side of an overlay must have no mounts below it; real root can clone it without them,
  // as long as the mounts are not locked by a new user namespace.
  void stage_lower_mounts() {
    if (!facts_.may_clone_mounts) return;
    for (const Directory& directory : directories_) {
      if (directory.treatment != Treatment::overlay || !directory.exists) continue;
      if (!has_mounts_below(facts_, directory.path)) continue;
      const std::string lower = fmt::format("lower/{}", lowers_.size());
      stage({.verb = Verb::make_directory, .target = lower, .mode = 0755});
      stage({.verb = Verb::clone_mount, .source = directory.source, .target = lower});
      lowers_[directory.path] = lower;
    }
  }

  // Before the host's mounts become read-only.
  void stage_shared() {
    for (const Directory& directory : directories_) {
      const bool declared = layout_.isolation == Isolation::declared;
      const bool read_only = declared && directory.treatment == Treatment::read_only;
      if (directory.treatment != Treatment::share && !read_only) continue;
      const std::string shared = fmt::format("shared/{}", shared_.size());
      if (directory.is_file) {
        stage({.verb = Verb::make_file, .target = shared});
      } else {
        stage({.verb = Verb::make_directory, .target = shared, .mode = 0755});
      }
      stage_mount(Verb::bind, directory.source, shared);
      if (read_only) stage({.verb = Verb::read_only, .target = shared});
      shared_[directory.path] = shared;
    }
  }

  void stage_empty() {
    stage({.verb = Verb::make_directory, .target = "empty/directory", .mode = 0555});
    stage({.verb = Verb::make_file, .target = "empty/file"});
    stage_mount(Verb::bind, "empty", "empty");
    stage({.verb = Verb::read_only, .target = "empty"});
  }

  void stage_devices() {
    stage({.verb = Verb::make_directory, .target = "dev/shm", .mode = 01777});
    stage({.verb = Verb::make_directory, .target = "dev/mqueue", .mode = 01777});
    stage_mount(Verb::bind, "dev", "dev");
    for (const char* name : devices) {
      const std::string source = std::string("/dev/") + name;
      std::error_code error;
      const fs::file_status status = fs::status(source, error);
      if (!fs::exists(status)) continue;
      const std::string target = std::string("dev/") + name;
      if (fs::is_directory(status)) {
        stage({.verb = Verb::make_directory, .target = target, .mode = 0755});
      } else {
        stage({.verb = Verb::make_file, .target = target});
      }
      stage_mount(Verb::bind, source, target);
    }
    // The multiplexer looks for its terminals beside itself, and a bind mount of one file has
    // nothing beside it (path_pts in fs/namei.c: ENOENT).
    static constexpr std::array<std::array<const char*, 2>, 5> links = {
        {{"ptmx", "pts/ptmx"},
         {"fd", "/proc/self/fd"},
         {"stdin", "/proc/self/fd/0"},
         {"stdout", "/proc/self/fd/1"},
         {"stderr", "/proc/self/fd/2"}}};
    for (const auto& [name, target] : links) {
      stage({.verb = Verb::make_symlink, .source = target, .target = std::string("dev/") + name});
    }
    stage({.verb = Verb::read_only, .target = "dev"});
  }

  void stage_split_lowers() {
    for (const Directory& directory : directories_) {
      if (directory.treatment != Treatment::split_overlay) continue;
      const std::string lower = fmt::format("lower/{}", lowers_.size());
      stage({.verb = Verb::make_directory, .target = lower, .mode = 0755});
      stage({.verb = Verb::copy_files, .source = directory.source, .target = lower});
      lowers_[directory.path] = lower;
    }
  }

  void stage_hosts_file() {
    const std::optional<HostsFile> file = complete_hosts_file(facts_.hostname);
    if (!file) return;
    stage({.verb = Verb::write_file, .source = file->content, .target = "hosts"});
    if (replaces_root_) {
      const int tree = add_tree({.verb = Verb::bind, .source = "hosts"});
      late_.push_back({.verb = Verb::attach, .target = file->path, .tree = tree});
    } else {
      stage_mount(Verb::bind, "hosts", file->path);
    }
  }

  // Each shard ----------------------------------------------------------------

  int add_tree(Step step) {
    step.tree = next_tree_++;
    plan_.shard.push_back(std::move(step));
    return next_tree_ - 1;
  }

  int add_part(const std::string& path, LayerPart::Kind kind) {
    const int part = static_cast<int>(plan_.parts.size());
    plan_.parts.push_back({.path = path, .directory = std::to_string(part), .kind = kind});
    return part;
  }

  void plan_layer() {
    Step step{.verb = Verb::layer, .size = layout_.scratch_bytes};
    step.source = plan_.scratch;
    // The hosts file's mount was made while the stage was planned; the layer comes before all that
    // writes to it.
    plan_.shard.insert(plan_.shard.begin(), std::move(step));
  }

  void make_mount(const Directory& directory) {
    const Directory* cover = find_cover(directories_, directory.path);
    if (layout_.isolation == Isolation::everything && cover == nullptr &&
        (directory.treatment == Treatment::read_only || directory.treatment == Treatment::keep)) {
      return;  // as the stage left it
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
    }
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
        return add_copy(directory);
      case Treatment::hide:
        return add_tree(
            {.verb = Verb::bind, .source = directory.is_file ? "empty/file" : "empty/directory"});
      case Treatment::read_only:
      case Treatment::share:
      case Treatment::keep:
        break;
    }
    if (directory.path == "/dev" && replaces_root_)
      return add_tree({.verb = Verb::bind, .source = "dev"});
    const auto shared = shared_.find(directory.path);
    return add_tree({.verb = Verb::bind,
                     .source = shared == shared_.end() ? directory.source : shared->second});
  }

  int add_overlay(const Directory& directory) {
    const auto lower = lowers_.find(directory.path);
    const int part = add_part(directory.path, LayerPart::Kind::overlay);
    return add_tree({.verb = Verb::overlay,
                     .source = lower == lowers_.end() ? directory.source : lower->second,
                     .part = part});
  }

  int add_copy(const Directory& directory) {
    const int part = add_part(directory.path, LayerPart::Kind::whole);
    return add_tree({.verb = Verb::copy, .source = directory.source, .part = part});
  }

  int add_whole(const std::string& path, const std::string& like) {
    const int part = add_part(path, LayerPart::Kind::whole);
    return add_tree({.verb = Verb::whole, .source = like, .part = part, .mode = 0755});
  }

  void plan_system_mounts() {
    const int proc = add_tree({.verb = Verb::proc});
    late_.push_back({.verb = Verb::attach, .target = "/proc", .tree = proc});
    if (facts_.uid == 0) {
      for (const char* path : kernel_switches)
        late_.push_back({.verb = Verb::protect, .target = path});
    }
    if (has_mqueue()) {
      const int queues = add_tree({.verb = Verb::mqueue});
      late_.push_back({.verb = Verb::attach, .target = "/dev/mqueue", .tree = queues});
    }
    places_.insert(places_.end(), late_.begin(), late_.end());
    const Directory* cover = find_cover(directories_, facts_.temporary);
    if (cover != nullptr && cover->treatment == Treatment::tmpfs) {
      places_.push_back({.verb = Verb::make_directory, .target = facts_.temporary, .mode = 0700});
    }
  }

  bool has_mqueue() const {
    return replaces_root_ || std::ranges::any_of(facts_.mounts, [](const Mount& mount) {
             return mount.point == "/dev/mqueue" && mount.type == "mqueue";
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

  void plan_network() {
    switch (layout_.network) {
      case Network::slot:
        plan_.shard.push_back({.verb = Verb::slot_network});
        break;
      case Network::fresh:
        plan_.namespaces |= CLONE_NEWNET;
        plan_.shard.push_back({.verb = Verb::loopback_up});
        break;
      case Network::none:
        plan_.namespaces |= CLONE_NEWNET;
        break;
      case Network::host:
        break;
    }
  }

  const Layout& layout_;
  const Facts& facts_;
  const std::vector<Directory> directories_;
  bool replaces_root_ = false;
  Plan plan_;
  std::vector<Step> places_;  // the shard's second half: what was made is put in place
  std::vector<Step> late_;    // places on top of all directories
  std::map<std::string, std::string> lowers_;  // by path: where the stage keeps the lower side
  std::map<std::string, std::string> shared_;
  int skeletons_ = 0;
  int next_tree_ = 0;
};

}  // namespace

Result<Plan> make_plan(const Layout& layout, const Facts& facts) {
  Layout complete = layout;
  std::error_code error;
  const fs::path start = layout.working_directory.empty() ? "." : layout.working_directory;
  complete.working_directory = fs::canonical(start, error).string();
  if (error) {
    return std::unexpected(
        Error{Phase::usage, error.value(), fmt::format("working directory {}", start.string())});
  }
  if (!layout.scratch.empty()) {
    complete.scratch = fs::canonical(fs::path(complete.working_directory) / layout.scratch, error);
    if (!error && !fs::is_directory(complete.scratch, error))
      error = std::make_error_code(std::errc::not_a_directory);
    if (error)
      return std::unexpected(
          Error{Phase::usage, error.value(), fmt::format("--scratch {}", layout.scratch)});
  }
  Result<std::vector<Directory>> directories = resolve_directories(complete, facts);
  if (!directories) return std::unexpected(directories.error());
  return Planner(complete, facts, std::move(*directories)).run();
}

}  // namespace isorun
