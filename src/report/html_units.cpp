#include "report/html_units.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "report/escapes.hpp"
#include "report/html_text.hpp"
#include "report/log_name.hpp"
#include "report/timeline.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

double milliseconds(nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

std::size_t number_of(Reason reason) {
  return static_cast<std::size_t>(std::ranges::find(all_reasons, reason) - std::begin(all_reasons));
}

// The stretches of one shard after another, in milliseconds: [slot, begin, [duration, unit or -1],
// ...], with the reason and the attempt if it did not pass at the first. Short, since there may be
// many.
std::string shards_json(const RunRecord& run) {
  std::string text = "[";
  std::optional<std::size_t> shard;
  for (const Span& span : timeline(run)) {
    if (shard != span.shard)
      text += fmt::format("{}[{},{:.1f}", shard ? "],\n" : "", span.slot, milliseconds(span.begin));
    shard = span.shard;
    const auto unit = span.unit == Span::start_up ? -1 : static_cast<std::int64_t>(span.unit);
    text += fmt::format(",[{:.1f},{}", milliseconds(span.duration), unit);
    if (span.reason != Reason::passed || span.attempt != 1)
      text += fmt::format(",{},{}", number_of(span.reason), span.attempt);
    text += "]";
  }
  return text + (shard ? "]]" : "]");
}

bool knows_times(const RunRecord& run) {
  return std::ranges::any_of(run.shards,
                             [](const ShardRecord& shard) { return shard.start.count() > 0; });
}

std::string seconds(nanoseconds duration) {
  return fmt::format("{:.3f}", std::chrono::duration<double>(duration).count());
}

// Empty where the page's script can tell it from the unit's name: usualLog() in page/report.js.
std::string log_of(const UnitRecord& unit) {
  const std::string usual =
      percent_encoded(unit.name, [](char c) { return !refused_in_log_names.contains(c); });
  return unit.log == fmt::format("logs/{}.log", usual) ? "" : html_line(unit.log);
}

}  // namespace

std::string timeline_section(const RunRecord& run, const DocumentSource& /*source*/) {
  if (!knows_times(run)) return {};
  std::string reasons;
  for (const Reason reason : all_reasons)
    reasons += fmt::format("{}\"{}\"", reasons.empty() ? "" : ",", name(reason));
  return fmt::format(
      "<noscript><p>The timeline needs scripts.</p></noscript>\n"
      "<div id=\"timeline-tools\" hidden></div>\n"
      "<canvas id=\"chart\" tabindex=\"0\" role=\"img\" hidden></canvas>\n"
      "<p id=\"chosen\" aria-live=\"polite\" hidden></p>\n"
      "<p class=\"note\">Within a shard, units are drawn one after another at its end; what is in "
      "front of them is its start-up. Empty stretches are the set-up of sandboxes, merging, or a "
      "slot without work.</p>\n"
      "<script type=\"application/json\" id=\"spans\">{{\"wall\":{:.1f},\"bound\":{:.1f},"
      "\"slots\":{},\"reasons\":[{}],\"shards\":{}}}</script>\n",
      milliseconds(run.wall), milliseconds(figures(run).bound), run.slots, reasons,
      shards_json(run));
}

// One line per unit, with tabs between its parts: to be read as it is where scripts do not run. A
// file is named where it changes.
std::string units_section(const RunRecord& run, const DocumentSource& /*source*/) {
  if (run.units.empty() && run.not_run.empty()) return {};
  std::string text = "<div id=\"unit-tools\" hidden></div>\n<pre id=\"units\">";
  text += "unit\tfile\tresult\tseconds\tbefore\tdetail\tlog\n";
  std::string_view file;
  for (const UnitRecord& unit : run.units) {
    text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", html_line(unit.name),
                        unit.file == file ? "" : html_line(unit.file.empty() ? "-" : unit.file),
                        name(unit.reason), seconds(unit.duration),
                        unit.before.count() == 0 ? "" : seconds(unit.before),
                        html_line(unit.detail), log_of(unit));
    file = unit.file;
  }
  for (const std::string& unit : run.not_run)
    text += fmt::format("{}\t-\tnot-run\t\t\t\t-\n", html_line(unit));
  return text + "</pre>\n";
}

}  // namespace isorun
