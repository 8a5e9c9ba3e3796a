#include "run/hints.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun {

void add_note_of(const Suite& suite, const Result<RunEnd>& end, RunRecord& run) {
  if (std::string left_out = suite.left_out(); !left_out.empty())
    run.notes.push_back(std::move(left_out));
  if (!end || *end != RunEnd::complete) return;
  if (std::string note = suite.note(); !note.empty()) run.notes.push_back(std::move(note));
}

void note_outer_proc(RunRecord& run) {
  if (run.proc.empty()) return;
  run.notes.emplace_back(
      "--proc host: /proc was the existing one, whose process numbers mean nothing in a sandbox");
}

void hint_at_empty_history(const History& history, const Options& options, RunRecord& run) {
  const bool had_to_guess = history.entries().empty() && run.units.size() > options.jobs;
  if (!had_to_guess || options.jobs == 1) return;
  run.notes.push_back(
      fmt::format("No history yet, so durations were guessed; in CI, cache {} between runs",
                  options.history.empty() ? "the --history file" : printable(options.history)));
}

std::string pointer_to_why(const RunRecord& run, const Options& options,
                           const TerminalSettings& settings) {
  const auto has_failed = [](const UnitRecord& unit) { return !is_good(unit.reason); };
  if (!settings.is_live || std::ranges::none_of(run.units, has_failed)) return "";
  return fmt::format("isorun why {} finds out why\n", printable(options.out));
}

void hint_at_full_layers(const Options& options, RunRecord& run) {
  if (!options.layout.scratch.empty()) return;
  const auto was_full = [](const UnitRecord& unit) { return unit.reason == Reason::disk_full; };
  if (std::ranges::none_of(run.units, was_full)) return;
  run.notes.emplace_back(
      "A layer was full; --scratch-size enlarges it, --scratch DIR keeps it on disk");
}

void explain_missing(RunRecord& run, const Options& options, const Schedule& schedule,
                     const Result<RunEnd>& end) {
  const bool is_explained = end && (*end == RunEnd::interrupted || *end == RunEnd::setup_failed);
  if (run.not_run.empty() || !end || is_explained) return;
  const std::string units = run.not_run.size() == 1
                                ? "1 unit has no result"
                                : fmt::format("{} units have no result", run.not_run.size());
  if (*end == RunEnd::late)
    run.problems.push_back(fmt::format("the deadline of {:.3f}s has passed: {}",
                                       std::chrono::duration<double>(options.deadline).count(),
                                       units));
  else if (schedule.has_stopped())
    run.warnings.push_back("stopped early because of failures: " + units);
  else
    run.problems.push_back(units);
}

}  // namespace isorun
