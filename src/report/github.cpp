#include "report/github.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "report/escapes.hpp"

namespace isorun {
namespace {

constexpr std::size_t most_annotations = 10;

// The escapes of workflow commands, as in GitHub's toolkit (core/src/command.ts).
constexpr Escape data_escapes[] = {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}};
constexpr Escape property_escapes[] = {
    {'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {':', "%3A"}, {',', "%2C"}};

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

}  // namespace isorun
