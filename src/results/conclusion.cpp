#include "results/conclusion.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "report/run_json.hpp"
#include "results/exit_codes.hpp"

namespace isorun {

std::string unfinished(RunRecord run) {
  run.exit_code = exit_code::not_set_up;
  run.reason = "unfinished";
  return run_json(run);
}

void add_collected(const Result<Collected>& collected, std::string_view directory, RunRecord& run) {
  if (!collected) return run.problems.push_back(to_string(collected.error()));
  for (const Problem& problem : collected->problems) run.problems.push_back(to_string(problem));
  run.warnings.insert(run.warnings.end(), collected->warnings.begin(), collected->warnings.end());
  for (const MergedFile& file : collected->files) {
    run.collected.push_back(
        {.patterns = file.patterns, .rule = file.rule, .output = file.target, .files = file.files});
  }
  for (const ExportedFile& file : collected->exported) {
    std::string_view path = file.path;
    const bool is_below = path.size() > directory.size() && path.starts_with(directory) &&
                          path[directory.size()] == '/';
    if (is_below) path.remove_prefix(directory.size() + 1);
    run.exported.push_back({.path = std::string(path), .rule = file.rule, .files = file.files});
  }
  run.notes.insert(run.notes.end(), collected->summary.begin(), collected->summary.end());
}

void add_collisions(const Collisions& collisions, RunRecord& run) {
  FoundCollisions found = collisions.found();
  for (Collision& collision : found.collisions) {
    run.collisions.push_back({.path = std::move(collision.path),
                              .kind = name(collision.kind),
                              .shards = std::move(collision.shards)});
  }
  run.paths_of_one_shard = found.paths_of_one_shard;
  if (!found.is_complete)
    run.warnings.push_back(
        "the shards wrote too many paths to track; there may be more collisions");
}

void add_kept_out(const KeptOut& kept_out, RunRecord& run) {
  if (kept_out.files() == 0) return;
  const auto& paths = kept_out.first_paths();
  run.kept_out.emplace(kept_out.files(), std::vector<std::string>(paths.begin(), paths.end()));
}

void conclude(RunRecord& run, const Result<RunEnd>& end) {
  const bool all_good =
      std::ranges::all_of(run.units, [](const UnitRecord& unit) { return is_good(unit.reason); });
  if (!end) {
    run.problems.push_back(to_string(end.error()));
    run.exit_code = exit_code::of(end.error());
    run.reason = name(Reason::setup_failed);
  } else if (*end == RunEnd::interrupted) {
    run.exit_code = exit_code::interrupted;
    run.reason = "interrupted";
  } else if (*end == RunEnd::setup_failed) {
    run.exit_code = exit_code::something_failed;
    run.reason = name(Reason::setup_failed);
  } else if (all_good && run.problems.empty() && run.not_run.empty()) {
    run.exit_code = exit_code::all_passed;
    run.reason = name(Reason::passed);
  } else {
    run.exit_code = exit_code::something_failed;
    run.reason = name(Reason::failed);
  }
}

}  // namespace isorun
