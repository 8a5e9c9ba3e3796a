#include "suite/pytest/listing.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "suite/complaint.hpp"
#include "suite/marks.hpp"
#include "suite/pytest/reports.hpp"
#include "suite/verdict.hpp"

namespace isorun::pytest {
namespace {

struct Refusal {
  std::string_view flag;
  std::string_view why;
};

constexpr std::string_view reads_cache =
    "reads pytest's cache, which a sandboxed run never writes to the host; name the tests, or run "
    "the suite without it (--lf works, since isorun records what failed)";
constexpr std::string_view needs_terminal = "needs the terminal; use isorun exec -- COMMAND";

// All other options of this kind run no tests.
constexpr Refusal refusals[] = {
    {"--stepwise", reads_cache}, {"--pdb", needs_terminal}, {"--trace", needs_terminal}};

Error refuse(std::string_view flag) {
  const auto found = std::ranges::find(refusals, flag, &Refusal::flag);
  const std::string_view why =
      found == std::end(refusals) ? "runs no tests; use isorun exec -- COMMAND" : found->why;
  return {Phase::usage, 0, fmt::format("pytest's {} {}", flag, why)};
}

std::string member(const json::Value& value, const char* name) {
  return std::string(json::string_in(value, name).value_or(""));
}

// No listing has a longer duration.
constexpr double most_seconds = 1e6;

// --lfnf decides what --lf means if nothing failed.
LastFailed read_last_failed(std::string_view word) {
  if (word.empty()) return LastFailed::ignored;
  return word == "none" ? LastFailed::else_none : LastFailed::else_all;
}

Unit read_unit(const json::Value& unit) {
  return {.name = member(unit, "id"), .suite = member(unit, "suite"), .file = member(unit, "file")};
}

std::vector<Unit> read_units(const json::Value& units) {
  std::vector<Unit> result;
  std::unordered_set<std::string> seen;
  for (const json::Value& value : units.GetArray()) {
    Unit unit = read_unit(value);
    if (seen.insert(unit.name).second) result.push_back(std::move(unit));
  }
  return result;
}

// 0 if it is not a number.
unsigned count_in(const json::Value& report, const char* name) {
  const double count = json::number_in(report, name).value_or(0);
  return count > 0 && count <= std::numeric_limits<unsigned>::max() ? static_cast<unsigned>(count)
                                                                    : 0;
}

std::chrono::nanoseconds seconds_in(const json::Value& report, const char* name) {
  const double seconds = json::number_in(report, name).value_or(0);
  if (!(seconds > 0 && seconds < most_seconds)) return {};
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(seconds));
}

// The plugin writes a listing even if pytest gave up, for example over a missing file.
bool gave_up(const Evidence& evidence) {
  constexpr int internal_error = 3;
  constexpr int usage_error = 4;
  return evidence.ending.how == Ending::How::exited &&
         (evidence.ending.code == internal_error || evidence.ending.code == usage_error);
}

// What went to standard error alone: usage errors and those of conftest.py. A pipe delivers what
// pytest printed before them later. Internal errors go to standard output.
std::string errors_in(const Evidence& evidence) {
  std::unordered_set<std::string_view> printed;
  for (const std::string_view line : lines(evidence.output)) printed.insert(line);
  std::string errors;
  for (const std::string_view line : lines(evidence.log))
    if (!printed.contains(line)) errors += fmt::format("{}\n", line);
  return without_marks(trim(errors).empty() ? evidence.log : std::string_view(errors));
}

Error no_tests(const Evidence& evidence) {
  const auto verdict = judge(evidence);
  std::string what = fmt::format("pytest failed before listing its tests: {}",
                                 verdict ? verdict->detail : "interrupted");
  const std::vector<std::string> said = complaint(errors_in(evidence));
  if (said.size() == 1) what += fmt::format(": {}", said.front());
  if (said.size() > 1) what += fmt::format(". Its output:\n  {}", fmt::join(said, "\n  "));
  return {Phase::usage, 0, std::move(what)};
}

}  // namespace

Result<Listing> read_listing(std::string_view reports, const Evidence& evidence,
                             std::string_view support) {
  std::optional<Listing> listing;
  int sessions = 0;
  for (const std::string_view line : lines(reports)) {
    const auto report = json::parse(line);
    if (!report) continue;
    if (const auto flag = json::string_in(*report, "refused"))
      return std::unexpected(refuse(*flag));
    if (json::number_in(*report, "session")) ++sessions;
    const json::Value* units = json::array_in(*report, "units");
    if (units == nullptr) continue;
    listing.emplace();
    listing->units = read_units(*units);
    listing->wishes = {
        .max_fail = count_in(*report, "maxfail"),
        .last_failed = read_last_failed(json::string_in(*report, "last_failed").value_or("")),
        .workers = count_in(*report, "workers")};  // of pytest-xdist
    listing->start_up = seconds_in(*report, "start_up");
    listing->cache = member(*report, "cache");
    listing->reports = read_reports(*report, support);
  }
  if (sessions > 1) {
    return std::unexpected(
        Error{Phase::usage, 0,
              "the command runs pytest more than once; isorun can split only one "
              "run"});
  }
  if (!listing || gave_up(evidence)) return std::unexpected(no_tests(evidence));
  return std::move(*listing);
}

}  // namespace isorun::pytest
