#include "report/markdown.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "report/lines.hpp"
#include "report/markdown_cell.hpp"
#include "report/summary.hpp"

namespace isorun {
namespace {

constexpr std::size_t most_rows = 100;

std::string table(const RunRecord& run, const TerminalSettings& settings) {
  std::string rows;
  std::size_t count = 0;
  for (const UnitRecord& unit : run.units) {
    if (!is_wrong(unit) || ++count > most_rows) continue;
    rows += fmt::format(
        "| {} | {} | {:.3f} s | {} |\n", markdown_cell(label_of(unit, settings.tries).text),
        markdown_cell(unit.name), std::chrono::duration<double>(unit.duration).count(),
        markdown_cell(unit.detail));
  }
  if (count == 0) return {};
  const std::string more =
      count > most_rows ? fmt::format("\nand {} more\n", count - most_rows) : "";
  return "| Result | Test | Time | Detail |\n| --- | --- | ---: | --- |\n" + rows + more + "\n";
}

std::string list(std::string_view heading, const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence :
       std::span(sentences).first(std::min(most_rows, sentences.size())))
    text += fmt::format("- {}: {}\n", heading, markdown_cell(sentence));
  return text;
}

std::string schedule(const RunRecord& run) {
  const Figures numbers = figures(run);
  if (numbers.longest == nullptr) return {};
  const auto seconds = [](std::chrono::nanoseconds time) {
    return std::chrono::duration<double>(time).count();
  };
  return fmt::format(
      "{:.3f} s in {} {} for {:.3f} s of tests ({:.2f} x); the longest is {} ({:.3f} s); the bound "
      "max(longest, sum / slots) is {:.3f} s, {:.1f} % of it reached\n\n",
      seconds(run.wall), run.slots, run.slots == 1 ? "slot" : "slots", seconds(numbers.sum),
      numbers.speed_up, markdown_cell(numbers.longest->name), seconds(numbers.longest->duration),
      seconds(numbers.bound), numbers.percent_of_bound);
}

}  // namespace

void write_markdown(const RunRecord& run, const DocumentSource& source, const Sink& sink) {
  const TerminalSettings& settings = source.settings;
  const bool has_failed =
      !run.problems.empty() || !run.not_run.empty() ||
      std::ranges::any_of(run.units, [](const UnitRecord& unit) { return !is_good(unit.reason); });
  sink(fmt::format("### isorun: {}\n\n{}\n\n", has_failed ? "failed" : "passed",
                   counts_text(run, settings.slow)) +
       schedule(run) + table(run, settings) + list("problem", run.problems) +
       list("warning", run.warnings) + "\n");
}

}  // namespace isorun
