#include "report/lines.hpp"

#include <algorithm>
#include <ctime>
#include <span>
#include <vector>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"
#include "report/shortened.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

struct NamedLabel {
  std::string_view text;
  Style style;
};

NamedLabel label_of(Reason reason) {
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
Label label_of(Reason reason, std::string_view detail) {
  const NamedLabel label = label_of(reason);
  if (reason == Reason::signaled && detail.starts_with("SIG"))
    return {std::string(detail.substr(0, detail.find(' '))), label.style};
  return {std::string(label.text), label.style};
}

Label label_of(const AttemptRecord& attempt, unsigned number) {
  Label label = label_of(attempt.reason, attempt.detail);
  label.text = fmt::format("TRY {} {}", number, label.text);
  return label;
}

std::string heading(const Label& label, Color color) {
  return styled(fmt::format("{:>12}", printable(label.text)), label.style, color);
}

double seconds(nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

std::string block(std::string_view kind, std::string_view what, Style style, std::string_view log,
                  std::string_view where, std::string_view name, Color color) {
  std::string text = shortened(log, where);
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  // The output may have left a color set.
  const std::string_view reset = color == Color::always ? "\033[0m" : "";
  return fmt::format("{}\n{}{}{}\n",
                     styled(fmt::format("--- {}OUTPUT: {} ---", kind, what), style, color), text,
                     reset, styled(fmt::format("--- {}END: {} ---", kind, name), style, color));
}

// "A.x: exit code 3"
std::string with_detail(std::string_view name, std::string_view detail) {
  return detail.empty() ? printable(name)
                        : fmt::format("{}: {}", printable(name), printable(detail));
}

std::string where_it_ran(const UnitRecord& unit) {
  const bool tells_why = unit.reason == Reason::skipped && !unit.detail.empty();
  return fmt::format(" (shard {}, slot {}){}{}", unit.shard, unit.slot, tells_why ? ": " : "",
                     tells_why ? printable(unit.detail) : "");
}

// "a unit", or "one of a unit and 4 more" if it is unknown which of the shard's units it was.
std::string units_text(const ShardRecord& shard) {
  if (shard.units.empty()) return fmt::format("shard {}", shard.index);
  if (shard.units.size() == 1) return shard.units.front();
  return fmt::format("one of {} and {} more", shard.units.front(), shard.units.size() - 1);
}

std::string leak_line(std::string_view who, unsigned processes, Color color) {
  return untimed({"LEAK", Style::note},
                 fmt::format("{} left {} {} behind, now killed", who, processes,
                             processes == 1 ? "process" : "processes"),
                 color);
}

}  // namespace

Label label_of(const UnitRecord& unit, unsigned tries) {
  Label label = label_of(unit.reason, unit.detail);
  const auto attempts = static_cast<unsigned>(count_attempts(unit));
  if (unit.reason == Reason::flaky && !unit.attempts.empty())
    label.text = fmt::format("FLAKY {}/{}", attempts, std::max(tries, attempts));
  return label;
}

std::string timed(const Label& label, nanoseconds time, Color color) {
  return fmt::format("{} [{:>8.3f}s]", heading(label, color), seconds(time));
}

std::string untimed(const Label& label, std::string_view text, Color color) {
  return fmt::format("{} {}\n", heading(label, color), printable(text));
}

std::string counted(const Progress& progress) {
  if (progress.total == 0) return fmt::format("{}", progress.done);
  const std::size_t digits = fmt::formatted_size("{}", progress.total);
  return fmt::format("{:>{}}/{}", progress.done, digits, progress.total);
}

std::string unit_line(const UnitRecord& unit, const Progress& progress,
                      const TerminalSettings& settings) {
  return fmt::format("{} ({}) {}{}\n",
                     timed(label_of(unit, settings.tries), unit.duration, settings.color),
                     counted(progress), printable(unit.name),
                     settings.detail == Detail::verbose ? where_it_ran(unit) : "");
}

std::string attempt_line(std::string_view name, const AttemptRecord& attempt, unsigned number,
                         Color color) {
  Label label = label_of(attempt, number);
  label.style = is_good(attempt.reason) ? Style::good : Style::note;
  return fmt::format("{} {}\n", timed(label, attempt.duration, color), printable(name));
}

std::string slow_line(const SlowUnit& unit, Color color) {
  const std::string_view way_out =
      unit.has_time_limit ? "" : "; --timeout TIME ends a unit that hangs";
  const std::time_t since = std::chrono::system_clock::to_time_t(unit.since);
  return fmt::format("{} [>{:>7.3f}s] {} (since {:%H:%M:%S}{})\n",
                     heading({"SLOW", Style::note}, color), seconds(unit.running_for),
                     printable(unit.name), fmt::localtime(since), way_out);
}

std::string start_line(const RunningShard& shard, Color color) {
  return untimed({"START", Style::strong}, running_text(shard), color);
}

std::string service_lines(const ShardRecord& shard, Color color) {
  std::string lines;
  for (const ServiceRecord& service : shard.services) {
    const Label label{"SERVICE", service.detail.empty() ? Style::good : Style::bad};
    lines += fmt::format("{} {} (shard {}, slot {})\n", timed(label, service.start_up, color),
                         with_detail(service.name, service.detail), shard.index, shard.slot);
  }
  return lines;
}

std::string leak_lines(const std::vector<ShardRecord>& shards, Color color) {
  constexpr std::size_t most = 3;
  std::string lines;
  std::vector<std::string> names;
  unsigned processes = 0;
  for (const ShardRecord& shard : shards) {
    if (shard.leftover_processes == 0) continue;
    names.push_back(units_text(shard));
    processes += shard.leftover_processes;
    lines += leak_line(names.back(), shard.leftover_processes, color);
  }
  if (names.size() <= most) return lines;
  const std::string first = fmt::format("{}", fmt::join(std::span(names).first(most), ", "));
  return leak_line(fmt::format("{} and {} more", first, names.size() - most), processes, color);
}

std::string output_block(const UnitRecord& unit, std::string_view log, Color color) {
  return block("", with_detail(unit.name, unit.detail), label_of(unit.reason).style, log, unit.log,
               printable(unit.name), color);
}

std::string attempt_block(std::string_view name, const AttemptRecord& attempt, unsigned number,
                          std::string_view log, Color color) {
  return block(fmt::format("TRY {} ", number), with_detail(name, attempt.detail),
               label_of(attempt.reason).style, log, attempt.log, printable(name), color);
}

}  // namespace isorun
