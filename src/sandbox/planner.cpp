#include "sandbox/planner.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <sched.h>

#include <fmt/format.h>

#include "base/worded.hpp"
#include "sandbox/directories.hpp"
#include "sandbox/named_directories.hpp"
#include "sandbox/stage_planner.hpp"
#include "sandbox/step_list.hpp"
#include "sandbox/system_mounts.hpp"

namespace isorun {
namespace {

using Treatment = Directory::Treatment;

constexpr const char* results_name = ".isorun";

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
    SystemMounts system(layout_, facts_, directories_, plan_);
    if (!stage_.hosts_file.empty()) system.add_hosts_file(stage_.hosts_file);
    for (const Directory& directory : directories_) make_mount(directory);
    std::ranges::move(system.take(), std::back_inserter(places_));
    plan_temporary();
    if (layout_.results_directory) {
      if (Result<void> placed = plan_results(); !placed) return std::unexpected(placed.error());
    }
    plan_.shard.insert(plan_.shard.end(), places_.begin(), places_.end());
    std::ranges::sort(plan_.parts, {}, &LayerPart::path);
    std::ranges::sort(plan_.file_places);
    return std::move(plan_);
  }

 private:
  int add_tree(Step step) { return isorun::add_tree(plan_.shard, std::move(step)); }

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

  void plan_temporary() {
    const Directory* cover = find_cover(directories_, facts_.temporary);
    if (cover != nullptr && cover->treatment == Treatment::tmpfs) {
      places_.push_back({.verb = Verb::make_directory, .target = facts_.temporary, .mode = 0700});
    }
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
                worded("{Isolation::declared} leaves no place for results; name a directory with "
                       "{Mode::tmpfs}, {Mode::overlay} or {Mode::copy}")});
    }
    plan_.results = fmt::format("{}/{}", home->path == "/" ? "" : home->path, results_name);
    const int tree = add_whole(plan_.results, "");
    plan_.shard.back().is_fresh = true;
    places_.push_back({.verb = Verb::make_directory, .target = plan_.results, .mode = 0755});
    places_.push_back({.verb = Verb::attach, .target = plan_.results, .tree = tree});
    return {};
  }

  const Layout& layout_;
  const Facts& facts_;
  const std::vector<Directory> directories_;
  const bool replaces_root_;
  const StagePlan stage_;
  Plan plan_;
  std::vector<Step> places_;  // second half of the shard's steps: puts the new mounts in place
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
