#include "report/terminal.hpp"

#include <algorithm>
#include <chrono>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

// How much of a unit's output is shown, half of it from each end.
constexpr std::size_t longest_output = 64UL * 1024;

struct Label {
  std::string_view text;
  Style style;
};

Label label_of(Reason reason) {
  switch (reason) {
    case Reason::passed:
      return {"PASS", Style::good};
    case Reason::failed:
      return {"FAIL", Style::bad};
    case Reason::signaled:
      return {"SIGNAL", Style::bad};
    case Reason::timeout:
      return {"TIMEOUT", Style::bad};
    case Reason::out_of_memory:
      return {"OOM", Style::bad};
    case Reason::disk_full:
      return {"DISK-FULL", Style::bad};
    case Reason::setup_failed:
      return {"SETUP-FAILED", Style::bad};
    case Reason::exec_failed:
      return {"EXEC-FAILED", Style::bad};
    case Reason::skipped:
      return {"SKIP", Style::note};
    case Reason::flaky:
      return {"FLAKY", Style::note};
  }
  return {"?", Style::bad};
}

// "SIGSEGV" says more than "SIGNAL".
Label label_of(const UnitRecord& unit) {
  Label label = label_of(unit.reason);
  if (unit.reason == Reason::signaled && unit.detail.starts_with("SIG"))
    label.text = std::string_view(unit.detail).substr(0, unit.detail.find(' '));
  return label;
}

std::string heading(const Label& label, Color color) {
  return styled(fmt::format("{:>12}", printable(label.text)), label.style, color);
}

std::string timed(const Label& label, nanoseconds time, Color color) {
  return fmt::format("{} [{:>8.3f}s]", heading(label, color),
                     std::chrono::duration<double>(time).count());
}

std::string untimed(const Label& label, std::string_view text, Color color) {
  return fmt::format("{} {}\n", heading(label, color), printable(text));
}

std::size_t count(const RunRecord& run, Reason reason) {
  return static_cast<std::size_t>(std::ranges::count(run.units, reason, &UnitRecord::reason));
}

// "3 failed (1 timeout, 1 signaled)"
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
  if (special.empty()) return fmt::format("{} failed", all);
  return fmt::format("{} failed ({})", all, fmt::join(special, ", "));
}

std::string counts(const RunRecord& run) {
  const std::size_t skipped = count(run, Reason::skipped);
  const std::size_t ran = run.units.size() - skipped;
  const std::size_t flaky = count(run, Reason::flaky);
  const std::string of = run.not_run.empty() ? "" : fmt::format("/{}", ran + run.not_run.size());
  return fmt::format("{}{} {} run: {} passed{}, {}, {} skipped", ran, of,
                     ran == 1 && of.empty() ? "test" : "tests", count(run, Reason::passed) + flaky,
                     flaky == 0 ? "" : fmt::format(" ({} flaky)", flaky), failed_counts(run),
                     skipped);
}

std::string schedule_lines(const RunRecord& run, Color color) {
  const Figures numbers = figures(run);
  if (numbers.longest == nullptr) return {};
  return fmt::format(
      "{} over all tests, {:.2f} x the wall time\n{} {}\n{} max(longest, sum / {} {}), {:.1f} % of "
      "it reached\n",
      timed({"Sum", Style::strong}, numbers.sum, color), numbers.speed_up,
      timed({"Longest", Style::strong}, numbers.longest->duration, color),
      printable(numbers.longest->name), timed({"Bound", Style::strong}, numbers.bound, color),
      run.slots, run.slots == 1 ? "slot" : "slots", numbers.percent_of_bound);
}

std::string wrong_line(const UnitRecord& unit, Color color) {
  const bool says_more = !unit.detail.empty() && unit.detail != label_of(unit).text;
  return fmt::format("{} {}{}{}\n", timed(label_of(unit), unit.duration, color),
                     printable(unit.name), says_more ? ": " : "",
                     says_more ? printable(unit.detail) : "");
}

// The first few, and how many more: an interrupted run may leave thousands.
std::string listed(std::span<const std::string> names) {
  constexpr std::size_t most = 5;
  std::string first = fmt::format("{}", fmt::join(names.first(std::min(most, names.size())), ", "));
  if (names.size() <= most) return first;
  return fmt::format("{} and {} more", first, names.size() - most);
}

// At the ends of lines where there are any, so that no line looks cut.
std::string shortened(std::string_view log, std::string_view where) {
  constexpr std::size_t half = longest_output / 2;
  if (log.size() <= longest_output) return std::string(log);
  std::string_view head = log.substr(0, half);
  std::string_view tail = log.substr(log.size() - half);
  if (const auto end = head.rfind('\n'); end != std::string_view::npos)
    head = head.substr(0, end + 1);
  if (const auto begin = tail.find('\n'); begin + 1 < tail.size() && begin != tail.npos)
    tail = tail.substr(begin + 1);
  return fmt::format("{}{}... {} bytes are left out; the whole is in {} ...\n{}", head,
                     head.ends_with('\n') ? "" : "\n", log.size() - head.size() - tail.size(),
                     printable(where), tail);
}

}  // namespace

std::string unit_line(const UnitRecord& unit, const Progress& progress, Color color) {
  const std::size_t digits = fmt::formatted_size("{}", progress.total);
  return fmt::format("{} ({:>{}}/{}) {}\n", timed(label_of(unit), unit.duration, color),
                     progress.done, digits, progress.total, printable(unit.name));
}

std::string leak_line(const ShardRecord& shard, Color color) {
  const unsigned number = shard.leftover_processes;
  if (number == 0) return {};
  return fmt::format("{} shard {} left {} {} behind, now killed\n",
                     timed({"LEAK", Style::note}, shard.wall, color), shard.index, number,
                     number == 1 ? "process" : "processes");
}

std::string output_block(const UnitRecord& unit, std::string_view log, Color color) {
  const std::string name = printable(unit.name);
  const Style style = label_of(unit).style;
  const std::string detail = unit.detail.empty() ? "" : ": " + printable(unit.detail);
  std::string text = shortened(log, unit.log);
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  // The output may have left the terminal in a colour of its own.
  const std::string_view reset = color == Color::always ? "\033[0m" : "";
  return fmt::format("{}\n{}{}{}\n",
                     styled(fmt::format("--- OUTPUT: {}{} ---", name, detail), style, color), text,
                     reset, styled(fmt::format("--- END: {} ---", name), style, color));
}

std::string summary(const RunRecord& run, Color color) {
  std::string text(12, '-');
  const bool is_good_run =
      run.problems.empty() && run.not_run.empty() &&
      std::ranges::all_of(run.units, [](const UnitRecord& unit) { return is_good(unit.reason); });
  const Label label = {"Summary", is_good_run ? Style::good : Style::bad};
  text += fmt::format("\n{} {}\n", timed(label, run.wall, color), counts(run));
  text += schedule_lines(run, color);
  for (const UnitRecord& unit : run.units)
    if (!is_good(unit.reason) || unit.reason == Reason::flaky) text += wrong_line(unit, color);
  if (!run.not_run.empty()) text += untimed({"NOT RUN", Style::note}, listed(run.not_run), color);
  for (const ShardRecord& shard : run.shards) text += leak_line(shard, color);
  for (const std::string& problem : run.problems)
    text += untimed({"PROBLEM", Style::bad}, problem, color);
  for (const std::string& warning : run.warnings)
    text += untimed({"WARNING", Style::note}, warning, color);
  return text;
}

}  // namespace isorun
