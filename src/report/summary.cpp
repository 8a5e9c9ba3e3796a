#include "report/summary.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"
#include "report/lines.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

std::size_t count(const RunRecord& run, Reason reason) {
  return static_cast<std::size_t>(std::ranges::count(run.units, reason, &UnitRecord::reason));
}

// "3 failed (1 timeout, 1 signaled)"
std::string with_special(std::size_t all, std::string_view what,
                         const std::vector<std::string>& special) {
  if (special.empty()) return fmt::format("{} {}", all, what);
  return fmt::format("{} {} ({})", all, what, fmt::join(special, ", "));
}

std::string failed_counts(const RunRecord& run) {
  std::size_t all = 0;
  std::vector<std::string> special;
  for (const Reason reason : all_reasons) {
    if (is_good(reason)) continue;
    const std::size_t number = count(run, reason);
    all += number;
    if (number > 0 && reason != Reason::failed)
      special.push_back(fmt::format("{} {}", number, name(reason)));
  }
  return with_special(all, "failed", special);
}

std::string passed_counts(const RunRecord& run, nanoseconds slow) {
  const std::size_t flaky = count(run, Reason::flaky);
  const auto slow_ones = std::ranges::count_if(run.units, [slow](const UnitRecord& unit) {
    return slow.count() > 0 && unit.duration > slow && unit.reason != Reason::skipped &&
           is_good(unit.reason);
  });
  std::vector<std::string> special;
  if (slow_ones > 0) special.push_back(fmt::format("{} slow", slow_ones));
  if (flaky > 0) special.push_back(fmt::format("{} flaky", flaky));
  return with_special(count(run, Reason::passed) + flaky, "passed", special);
}

std::string schedule_lines(const RunRecord& run, Color color) {
  const Figures numbers = figures(run);
  if (numbers.longest == nullptr) return {};
  return fmt::format(
      "{} over all tests, {:.2f} x the wall time\n{} {}\n{} max(longest{}{}, sum / {} {}), {:.1f} "
      "% "
      "of it reached\n",
      timed({"Sum", Style::strong}, numbers.sum, color), numbers.speed_up,
      timed({"Longest", Style::strong}, numbers.longest->duration, color),
      printable(numbers.longest->name), timed({"Bound", Style::strong}, numbers.bound, color),
      run.group.empty() ? "" : " ", run.group, run.slots, run.slots == 1 ? "slot" : "slots",
      numbers.percent_of_bound);
}

// " (2 of 10 attempts)"
std::string bad_attempts(const UnitRecord& unit) {
  if (unit.attempts.size() < 2 || unit.reason == Reason::flaky) return {};
  const auto bad = std::ranges::count_if(
      unit.attempts, [](const AttemptRecord& attempt) { return !is_good(attempt.reason); });
  return fmt::format(" ({} of {} attempts)", bad, unit.attempts.size());
}

std::string wrong_line(const UnitRecord& unit, const TerminalSettings& settings) {
  const Label label = label_of(unit, settings.tries);
  const bool says_more = !unit.detail.empty() && unit.detail != label.text;
  return fmt::format("{} {}{}{}{}\n", timed(label, unit.duration, settings.color),
                     printable(unit.name), says_more ? ": " : "",
                     says_more ? printable(unit.detail) : "", bad_attempts(unit));
}

std::string shards_text(const std::vector<std::size_t>& shards) {
  constexpr std::size_t most = 4;
  const auto first = std::span(shards).first(std::min(most, shards.size()));
  const std::string more =
      shards.size() <= most ? "" : fmt::format(" and {} more", shards.size() - most);
  return fmt::format("shards {}{}", fmt::join(first, ", "), more);
}

std::string collisions_line(const RunRecord& run, Color color) {
  const std::size_t count = run.collisions.size();
  if (count == 0) return {};
  constexpr std::size_t most = 3;
  std::vector<std::string> first;
  for (const CollisionRecord& collision : std::span(run.collisions).first(std::min(most, count)))
    first.push_back(
        fmt::format("{} ({}, {})", collision.path, collision.kind, shards_text(collision.shards)));
  const std::string more = count <= most ? "" : fmt::format(" and {} more", count - most);
  return untimed({"ISOLATED", Style::good},
                 fmt::format("{} collision{} prevented: {}{}", count, count == 1 ? "" : "s",
                             fmt::join(first, ", "), more),
                 color);
}

// Files written to the host.
std::string exported_lines(const RunRecord& run, Color color) {
  constexpr std::size_t most = 10;
  const std::size_t count = run.exported.size();
  std::string text;
  for (const ExportedRecord& file : std::span(run.exported).first(std::min(most, count))) {
    const std::string how = file.rule.empty() ? ""
                                              : fmt::format(" ({} of {} file{})", file.rule,
                                                            file.files, file.files == 1 ? "" : "s");
    text += untimed({"EXPORTED", Style::note}, file.path + how, color);
  }
  if (count > most)
    text +=
        untimed({"EXPORTED", Style::note}, fmt::format("and {} more files", count - most), color);
  return text;
}

std::string kept_out_line(const RunRecord& run, Color color) {
  if (!run.kept_out) return {};
  constexpr std::size_t most = 3;
  const auto& [files, paths] = *run.kept_out;
  std::vector<std::string> names;
  for (const std::string& path : std::span(paths).first(std::min(most, paths.size())))
    names.push_back(path);
  if (files > names.size()) names.emplace_back("…");
  return untimed(
      {"KEPT OUT", Style::note},
      fmt::format("{} file{} written below the working directory ({}); --export, or --keep and "
                  "isorun apply, brings {} back",
                  files, files == 1 ? "" : "s", fmt::join(names, ", "), files == 1 ? "it" : "them"),
      color);
}

std::string slice_line(const RunRecord& run, Color color) {
  if (!run.slice) return {};
  return untimed({"SLICE", Style::note},
                 fmt::format("{} of {}, with {} of {} units; combine all slices with isorun merge",
                             run.slice->number, run.slice->count,
                             run.units.size() + run.not_run.size(), run.slice->list.units),
                 color);
}

std::string queue_line(const RunRecord& run, Color color) {
  if (!run.queue) return {};
  return untimed(
      {"MACHINE", Style::note},
      fmt::format("{} of a queue, with {} of {} units; combine all machines with "
                  "isorun merge",
                  run.queue->machine, run.units.size() + run.not_run.size(), run.queue->list.units),
      color);
}

// The first few and a count: an interrupted run may leave thousands.
std::string listed(std::span<const std::string> names) {
  constexpr std::size_t most = 5;
  std::string first = fmt::format("{}", fmt::join(names.first(std::min(most, names.size())), ", "));
  if (names.size() <= most) return first;
  return fmt::format("{} and {} more", first, names.size() - most);
}

std::string handed_on_line(const RunRecord& run, Color color) {
  if (run.handed_on.empty()) return {};
  std::vector<std::string> names;
  names.reserve(run.handed_on.size());
  for (const UnitRecord& unit : run.handed_on) names.push_back(unit.name);
  return untimed(
      {"HANDED ON", Style::note},
      fmt::format("after a failure here, to run again on another machine: {}", listed(names)),
      color);
}

// The units running when the run was interrupted: one of them may be the cause.
std::string running_lines(const RunRecord& run, Color color) {
  constexpr std::size_t most = 5;
  std::string text;
  for (const RunningRecord& unit : std::span(run.running).first(std::min(most, run.running.size())))
    text += fmt::format("{} {}\n", timed({"RUNNING", Style::note}, unit.duration, color),
                        printable(unit.name));
  if (run.running.size() > most)
    text += untimed({"RUNNING", Style::note}, fmt::format("and {} more", run.running.size() - most),
                    color);
  return text;
}

}  // namespace

std::string counts_text(const RunRecord& run, nanoseconds slow) {
  const std::size_t skipped = count(run, Reason::skipped);
  const std::size_t ran = run.units.size() - skipped;
  const std::string of = run.not_run.empty() ? "" : fmt::format("/{}", ran + run.not_run.size());
  return fmt::format("{}{} {} run: {}, {}, {} skipped", ran, of,
                     ran == 1 && of.empty() ? "test" : "tests", passed_counts(run, slow),
                     failed_counts(run), skipped);
}

std::string summary(const RunRecord& run, const TerminalSettings& settings) {
  const Color color = settings.color;
  std::string text(12, '-');
  const bool is_good_run =
      run.problems.empty() && run.not_run.empty() &&
      std::ranges::all_of(run.units, [](const UnitRecord& unit) { return is_good(unit.reason); });
  const Label label = {"Summary", is_good_run ? Style::good : Style::bad};
  text += fmt::format("\n{} {}\n", timed(label, run.wall, color), counts_text(run, settings.slow));
  text += schedule_lines(run, color);
  for (const UnitRecord& unit : run.units)
    if (!is_good(unit.reason) || unit.reason == Reason::flaky) text += wrong_line(unit, settings);
  text += running_lines(run, color);
  if (!run.not_run.empty()) text += untimed({"NOT RUN", Style::note}, listed(run.not_run), color);
  text += handed_on_line(run, color);
  text += collisions_line(run, color);
  text += exported_lines(run, color);
  text += kept_out_line(run, color);
  text += leak_lines(run.shards, color);
  for (const std::string& problem : run.problems)
    text += untimed({"PROBLEM", Style::bad}, problem, color);
  for (const std::string& warning : run.warnings)
    text += untimed({"WARNING", Style::note}, warning, color);
  text += slice_line(run, color) + queue_line(run, color);
  for (const std::string& note : run.notes) text += note + '\n';
  return text;
}

}  // namespace isorun
