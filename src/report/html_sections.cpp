#include "report/html_sections.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/html_audit.hpp"
#include "report/html_text.hpp"
#include "report/html_units.hpp"
#include "report/shortened.hpp"

namespace isorun {
namespace {

// How much output of failed units the page may hold.
constexpr std::size_t most_output = 4UL * 1024 * 1024;
constexpr std::ptrdiff_t most_open = 10;     // failed units whose output is shown at once
constexpr std::ptrdiff_t most_slowest = 20;  // units
constexpr std::size_t most_rows = 500;       // collisions, shards
constexpr std::size_t most_writers = 5;      // shards of one collision

std::string plural(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// A note on what a table leaves out.
std::string rest(std::size_t count, std::string_view what) {
  return count <= most_rows ? ""
                            : fmt::format("<p class=\"note\">run.json lists {} more {}.</p>\n",
                                          count - most_rows, what);
}

// Pointers can be sorted without copying the records.
template <class Record>
std::vector<const Record*> pointers_to(const std::vector<Record>& records) {
  std::vector<const Record*> pointers;
  pointers.reserve(records.size());
  for (const Record& record : records) pointers.push_back(&record);
  return pointers;
}

std::string sentences(const std::vector<std::string>& texts, std::string_view kind) {
  std::string items;
  for (const std::string& text : texts) items += fmt::format("<li>{}</li>\n", html_line(text));
  return items.empty() ? "" : fmt::format("<ul class=\"{}\">\n{}</ul>\n", kind, items);
}

std::string problems(const RunRecord& run, const DocumentSource& /*source*/) {
  return sentences(run.problems, "problems");
}

std::string notes(const RunRecord& run, const DocumentSource& /*source*/) {
  return sentences(run.warnings, "warnings") + sentences(run.notes, "notes");
}

std::string output_of(const std::string& log, const DocumentSource& source, std::size_t& room) {
  if (log.empty()) return "";
  const std::string output =
      room == 0 ? "" : html_output(source.read_log(log, std::min(room, longest_output)));
  room -= std::min(room, output.size());
  return fmt::format("<pre>{}</pre>\n<p>Log: {}</p>\n", output, html_link(log, log));
}

// The tests of a unit that has several.
std::string failed_tests(const UnitRecord& unit) {
  HtmlTable table("Its failed tests", {{"Test"}, {"Time", true}, {"Detail"}});
  for (const TestResult& test : unit.tests) {
    if (is_good(test.reason)) continue;
    table.add({html_line(test.name), html_seconds(test.duration), html_line(test.detail)});
  }
  return table.str();
}

std::string failed(const RunRecord& run, const DocumentSource& source) {
  std::string text;
  std::size_t room = most_output;
  std::ptrdiff_t count = 0;
  for (const UnitRecord& unit : run.units) {
    if (is_good(unit.reason)) continue;
    text += fmt::format(
        "<details{}>\n<summary><b>{}</b> <span class=\"reason\">{}</span> {} "
        "<span class=\"detail\">{}</span></summary>\n{}</details>\n",
        count++ < most_open ? " open" : "", html_line(unit.name), name(unit.reason),
        html_seconds(unit.duration), html_line(unit.detail),
        failed_tests(unit) + output_of(unit.log, source, room));
  }
  if (room == 0)
    text += "<p class=\"note\">The output of the last units is only in their logs.</p>\n";
  return text;
}

std::string not_run(const RunRecord& run, const DocumentSource& /*source*/) {
  return sentences(run.not_run, "not-run");
}

std::string running(const RunRecord& run, const DocumentSource& /*source*/) {
  HtmlTable table("What was running when the run was interrupted", {{"Unit"}, {"For", true}});
  for (const RunningRecord& unit : run.running)
    table.add({html_line(unit.name), html_seconds(unit.duration)});
  return table.str();
}

std::string steps(const RunRecord& run, const DocumentSource& /*source*/) {
  HtmlTable table("Commands that ran once, before and after the shards",
                  {{"Step"}, {"Name"}, {"Result"}, {"Time", true}, {"Detail"}, {"Log"}});
  for (const StepRecord& step : run.steps)
    table.add({html_line(step.kind), html_line(step.name), std::string(name(step.reason)),
               html_seconds(step.duration), html_line(step.detail + note_on_cache(step)),
               html_link(step.log, "log")});
  return table.str();
}

// One service in all shards.
struct ServiceUse {
  std::size_t shards = 0;
  std::size_t ready = 0;
  std::chrono::nanoseconds sum{};
  std::chrono::nanoseconds longest{};
  std::vector<std::string> ends{};  // other than a stop
};

std::string services(const RunRecord& run, const DocumentSource& /*source*/) {
  std::map<std::string, ServiceUse> uses;
  for (const ShardRecord& shard : run.shards) {
    for (const ServiceRecord& service : shard.services) {
      ServiceUse& use = uses[service.name];
      ++use.shards;
      if (service.start_up.count() > 0) ++use.ready;
      use.sum += service.start_up;
      use.longest = std::max(use.longest, service.start_up);
      if (!service.detail.empty())
        use.ends.push_back(fmt::format("{}: {}",
                                       html_link(service.log, fmt::format("shard {}", shard.index)),
                                       html_line(service.detail)));
    }
  }
  HtmlTable table("Servers that each shard had of its own", {{"Service"},
                                                             {"Shards", true},
                                                             {"Ready after", true},
                                                             {"At most", true},
                                                             {"Ended otherwise"}});
  for (const auto& [name, use] : uses) {
    const auto mean = use.sum / std::max<std::size_t>(1, use.ready);
    const std::span first = std::span(use.ends).first(std::min(most_rows, use.ends.size()));
    table.add({html_line(name), fmt::format("{}", use.shards), html_seconds(mean),
               html_seconds(use.longest), fmt::format("{}", fmt::join(first, "<br>"))});
  }
  return table.str();
}

std::string flaky(const RunRecord& run, const DocumentSource& /*source*/) {
  HtmlTable table("Attempts at units that passed only in the end",
                  {{"Unit"}, {"Attempt", true}, {"Result"}, {"Time", true}, {"Detail"}, {"Log"}});
  for (const UnitRecord& unit : run.units) {
    if (unit.reason != Reason::flaky) continue;
    std::size_t number = 0;
    for (const AttemptRecord& attempt : unit.attempts) {
      table.add({html_line(unit.name), fmt::format("{}", ++number),
                 std::string(name(attempt.reason)), html_seconds(attempt.duration),
                 html_line(attempt.detail),
                 attempt.log.empty() ? "" : html_link(attempt.log, "log")});
    }
  }
  return table.str();
}

std::string slowest(const RunRecord& run, const DocumentSource& /*source*/) {
  std::vector<const UnitRecord*> units = pointers_to(run.units);
  const auto count = std::min(most_slowest, std::ssize(units));
  const auto end = units.begin() + count;
  std::ranges::partial_sort(units, end, std::ranges::greater(), &UnitRecord::duration);
  HtmlTable table(fmt::format("The {} with the longest durations",
                              plural(static_cast<std::size_t>(count), "unit")),
                  {{"Unit"}, {"Time", true}, {"Before", true}, {"Shard", true}, {"File"}});
  for (auto unit = units.begin(); unit != end; ++unit) {
    table.add({html_line((*unit)->name), html_seconds((*unit)->duration),
               (*unit)->before.count() == 0 ? "" : html_seconds((*unit)->before),
               fmt::format("{}", (*unit)->shard), html_line((*unit)->file)});
  }
  return table.str();
}

// "A.x, A.y and 3 more"
std::string units_of(const ShardRecord& shard) {
  constexpr std::size_t most = 2;
  const auto first = std::span(shard.units).first(std::min(most, shard.units.size()));
  const std::string more =
      shard.units.size() <= most ? "" : fmt::format(" and {} more", shard.units.size() - most);
  return html_line(fmt::format("{}{}", fmt::join(first, ", "), more));
}

std::string collisions(const RunRecord& run, const DocumentSource& /*source*/) {
  HtmlTable table(fmt::format("{} that shards would have raced for without their sandboxes",
                              plural(run.collisions.size(), "path")),
                  {{"Path"}, {"Kind"}, {"Shards"}});
  for (const CollisionRecord& collision :
       std::span(run.collisions).first(std::min(most_rows, run.collisions.size()))) {
    std::vector<std::string> writers;
    const std::size_t shown = std::min(most_writers, collision.shards.size());
    for (const std::size_t index : std::span(collision.shards).first(shown)) {
      const auto shard = std::ranges::find(run.shards, index, &ShardRecord::index);
      writers.push_back(
          fmt::format("{}{}", index, shard == run.shards.end() ? "" : ": " + units_of(*shard)));
    }
    if (shown < collision.shards.size())
      writers.push_back(fmt::format("and {} more", collision.shards.size() - shown));
    table.add({html_line(collision.path), html_line(collision.kind),
               fmt::format("{}", fmt::join(writers, "<br>"))});
  }
  return table.str() + rest(run.collisions.size(), "paths");
}

std::string files(const RunRecord& run, const DocumentSource& /*source*/) {
  HtmlTable collected("Collected from the shards",
                      {{"Result"}, {"Rule"}, {"Files", true}, {"Patterns"}});
  for (const CollectedRecord& file : run.collected)
    collected.add({html_link(file.output, file.output), html_line(file.rule),
                   fmt::format("{}", file.files),
                   html_line(fmt::format("{}", fmt::join(file.patterns, ", ")))});
  HtmlTable exported("Written to the host", {{"File"}, {"Rule"}, {"Files", true}});
  for (const ExportedRecord& file : run.exported)
    exported.add({html_line(file.path), html_line(file.rule), fmt::format("{}", file.files)});
  std::string text = collected.str() + exported.str();
  if (run.kept_out) {
    text += fmt::format(
        "<details><summary>{} below the working directory, neither collected nor exported"
        "</summary>\n{}</details>\n",
        plural(run.kept_out->files, "file") + " written",
        sentences(run.kept_out->paths, "kept-out"));
  }
  return text;
}

std::string mebibytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1024.0 * 1024.0));
}

std::string shards(const RunRecord& run, const DocumentSource& /*source*/) {
  HtmlTable table("What each shard took, the longest first", {{"Shard", true},
                                                              {"Slot", true},
                                                              {"Result"},
                                                              {"Start", true},
                                                              {"Time", true},
                                                              {"User", true},
                                                              {"System", true},
                                                              {"Memory", true},
                                                              {"Written", true},
                                                              {"Files", true},
                                                              {"Left over", true},
                                                              {"Units"}});
  std::vector<const ShardRecord*> longest = pointers_to(run.shards);
  std::ranges::sort(longest, std::ranges::greater(), &ShardRecord::wall);
  for (const ShardRecord* shard : std::span(longest).first(std::min(most_rows, longest.size()))) {
    table.add({fmt::format("{}", shard->index), fmt::format("{}", shard->slot),
               html_line(shard->reason), html_seconds(shard->start), html_seconds(shard->wall),
               html_seconds(shard->user), html_seconds(shard->system),
               mebibytes(shard->peak_memory_bytes), mebibytes(shard->layer_bytes),
               fmt::format("{}", shard->layer_files), fmt::format("{}", shard->leftover_processes),
               units_of(*shard)});
  }
  return table.str() + rest(longest.size(), "shards");
}

}  // namespace

std::span<const HtmlSection> html_sections() {
  static constexpr HtmlSection table[] = {
      {"problems", "Problems", problems},
      {"failed", "Failed", failed},
      {"running", "Interrupted", running},
      {"not-run", "Not run", not_run},
      {"timeline", "Timeline", timeline_section},
      {"tests", "Tests", units_section},
      {"slowest", "Slowest", slowest},
      {"flaky", "Flaky", flaky},
      {"collisions", "Collisions", collisions},
      {"audit", "Audit", audit_section},
      {"steps", "Set-up", steps},
      {"services", "Services", services},
      {"files", "Files", files},
      {"shards", "Shards", shards},
      {"notes", "Notes", notes},
  };
  return table;
}

}  // namespace isorun
