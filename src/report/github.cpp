#include "report/github.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "report/lines.hpp"
#include "report/summary.hpp"

namespace isorun {
namespace {

constexpr std::size_t most_annotations = 10;
constexpr std::size_t most_rows = 100;
constexpr std::size_t longest_cell = 500;

struct Escape {
  char character;
  std::string_view written;
};

// The escapes of workflow commands, as in GitHub's toolkit (core/src/command.ts).
constexpr Escape data_escapes[] = {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}};
constexpr Escape property_escapes[] = {
    {'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {':', "%3A"}, {',', "%2C"}};

// Escapes Markdown in a table cell.
constexpr Escape markdown_escapes[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'\\', "\\\\"},
                                       {'`', "\\`"},   {'|', "\\|"},  {'*', "\\*"},  {'_', "\\_"},
                                       {'[', "\\["},   {']', "\\]"},  {'~', "\\~"},  {'$', "\\$"},
                                       {'#', "\\#"}};

std::string escaped(std::string_view text, std::span<const Escape> escapes) {
  std::string result;
  for (const char c : text) {
    const auto escape = std::ranges::find(escapes, c, &Escape::character);
    if (escape == escapes.end())
      result += c;
    else
      result += escape->written;
  }
  return result;
}

struct Place {
  std::string_view file;
  std::string_view line{};
};

// Finds the position in "path:12: message" or "path:12:5: message".
std::optional<Place> place_in(std::string_view detail) {
  const std::size_t colon = detail.find(':');
  if (colon == 0 || colon == std::string_view::npos) return std::nullopt;
  const std::string_view rest = detail.substr(colon + 1);
  const std::size_t digits = rest.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos || rest[digits] != ':') return std::nullopt;
  return Place{detail.substr(0, colon), rest.substr(0, digits)};
}

std::string_view relative_to(std::string_view file, std::string_view workspace) {
  while (workspace.ends_with('/')) workspace.remove_suffix(1);
  const bool is_below = !workspace.empty() && file.starts_with(workspace) &&
                        file.substr(workspace.size()).starts_with('/');
  return is_below ? file.substr(workspace.size() + 1) : file;
}

std::string properties(const UnitRecord& unit, std::string_view workspace) {
  const Place place = place_in(unit.detail).value_or(Place{unit.file});
  std::string text;
  if (!place.file.empty())
    text += fmt::format("file={},", escaped(relative_to(place.file, workspace), property_escapes));
  if (!place.line.empty()) text += fmt::format("line={},", place.line);
  return text + "title=" + escaped(printable(unit.name), property_escapes);
}

std::string annotation(std::string_view kind, const UnitRecord& unit, std::string_view workspace) {
  const std::string message =
      unit.detail.empty() ? std::string(name(unit.reason)) : printable(unit.detail);
  return fmt::format("::{} {}::{}\n", kind, properties(unit, workspace),
                     escaped(message, data_escapes));
}

// Stops at GitHub's limit; the last annotation counts the rest.
std::string capped(std::string_view kind, const std::vector<std::string>& annotations) {
  std::string text;
  const bool fit = annotations.size() <= most_annotations;
  const std::size_t shown = fit ? annotations.size() : most_annotations - 1;
  for (std::size_t i = 0; i < shown; ++i) text += annotations[i];
  if (!fit)
    text += fmt::format("::{} title=isorun::and {} more\n", kind, annotations.size() - shown);
  return text;
}

bool is_wrong(const UnitRecord& unit) {
  return !is_good(unit.reason) || unit.reason == Reason::flaky;
}

std::string cell(std::string_view text) {
  std::string_view rest = text;
  std::size_t bytes = 0;
  while (bytes < longest_cell && !rest.empty()) {
    const std::size_t length = std::max<std::size_t>(1, utf8_length(rest));
    bytes += length;
    rest.remove_prefix(length);
  }
  return escaped(printable(text.substr(0, bytes)), markdown_escapes) + (rest.empty() ? "" : " ...");
}

std::string table(const RunRecord& run, const TerminalSettings& settings) {
  std::string rows;
  std::size_t count = 0;
  for (const UnitRecord& unit : run.units) {
    if (!is_wrong(unit) || ++count > most_rows) continue;
    rows += fmt::format("| {} | {} | {:.3f} s | {} |\n", cell(label_of(unit, settings.tries).text),
                        cell(unit.name), std::chrono::duration<double>(unit.duration).count(),
                        cell(unit.detail));
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
    text += fmt::format("- {}: {}\n", heading, cell(sentence));
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
      numbers.speed_up, cell(numbers.longest->name), seconds(numbers.longest->duration),
      seconds(numbers.bound), numbers.percent_of_bound);
}

}  // namespace

std::string github_annotations(const RunRecord& run, std::string_view workspace) {
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
  for (const UnitRecord& unit : run.units) {
    if (unit.reason == Reason::flaky)
      warnings.push_back(annotation("warning", unit, workspace));
    else if (is_wrong(unit))
      errors.push_back(annotation("error", unit, workspace));
  }
  for (const std::string& problem : run.problems)
    errors.push_back(
        fmt::format("::error title=isorun::{}\n", escaped(printable(problem), data_escapes)));
  return capped("error", errors) + capped("warning", warnings);
}

std::string github_summary(const RunRecord& run, const TerminalSettings& settings) {
  const bool has_failed =
      !run.problems.empty() || !run.not_run.empty() ||
      std::ranges::any_of(run.units, [](const UnitRecord& unit) { return !is_good(unit.reason); });
  return fmt::format("### isorun: {}\n\n{}\n\n", has_failed ? "failed" : "passed",
                     counts_text(run, settings.slow)) +
         schedule(run) + table(run, settings) + list("problem", run.problems) +
         list("warning", run.warnings) + "\n";
}

}  // namespace isorun
