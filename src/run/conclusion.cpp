#include "run/conclusion.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "report/run_json.hpp"
#include "run/exit_codes.hpp"

namespace isorun {

std::string unfinished(RunRecord run) {
  run.exit_code = exit_code::not_set_up;
  run.reason = "unfinished";
  return run_json(run);
}

void add_collected(const Result<Collected>& collected, RunRecord& run) {
  if (!collected) return run.problems.push_back(to_string(collected.error()));
  for (const Problem& problem : collected->problems) run.problems.push_back(to_string(problem));
  run.warnings.insert(run.warnings.end(), collected->warnings.begin(), collected->warnings.end());
  for (const MergedFile& file : collected->files) {
    run.collected.push_back(
        {.patterns = file.patterns, .rule = file.rule, .output = file.target, .files = file.files});
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
        "the shards wrote too many paths to remember: there may be more collisions");
}

void conclude(RunRecord& run, const Result<Loop::End>& end) {
  const bool all_good =
      std::ranges::all_of(run.units, [](const UnitRecord& unit) { return is_good(unit.reason); });
  if (!end) {
    run.problems.push_back(to_string(end.error()));
    run.exit_code = exit_code::of(end.error());
    run.reason = name(Reason::setup_failed);
  } else if (*end == Loop::End::interrupted) {
    run.exit_code = exit_code::interrupted;
    run.reason = "interrupted";
  } else if (all_good && run.problems.empty() && run.not_run.empty()) {
    run.exit_code = exit_code::all_passed;
    run.reason = name(Reason::passed);
  } else {
    run.exit_code = exit_code::something_failed;
    run.reason = name(Reason::failed);
  }
}

void hint_at_network(const Options& options, RunRecord& run) {
  const Network network = options.layout.network;
  const bool is_default = network == Network::slot || network == Network::fresh;
  const bool may_be_why = std::ranges::any_of(run.units, [](const UnitRecord& unit) {
    return unit.reason == Reason::failed || unit.reason == Reason::timeout;
  });
  if (!is_default || !may_be_why) return;
  run.notes.emplace_back(
      "The network is private, with nothing but loopback; --net host shares the host's");
}

void hint_at_full_layers(const Options& options, RunRecord& run) {
  if (!options.layout.scratch.empty()) return;
  const auto was_full = [](const UnitRecord& unit) { return unit.reason == Reason::disk_full; };
  if (std::ranges::none_of(run.units, was_full)) return;
  run.notes.emplace_back(
      "A layer was full: --scratch-size allows more, --scratch DIR keeps layers on disk");
}

void explain_missing(RunRecord& run, const Options& options, const Schedule& schedule,
                     const Result<Loop::End>& end) {
  if (run.not_run.empty() || !end || *end == Loop::End::interrupted) return;
  const std::string units = run.not_run.size() == 1
                                ? "1 unit has no result"
                                : fmt::format("{} units have no result", run.not_run.size());
  if (*end == Loop::End::late)
    run.problems.push_back(fmt::format("the deadline of {:.3f}s has passed: {}",
                                       std::chrono::duration<double>(options.deadline).count(),
                                       units));
  else if (schedule.has_stopped())
    run.warnings.push_back("stopped early, as failures were to end the run: " + units);
  else
    run.problems.push_back(units);
}

}  // namespace isorun
