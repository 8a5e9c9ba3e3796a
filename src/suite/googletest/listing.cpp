#include "suite/googletest/listing.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace isorun::googletest {
namespace {

// "Name" of "Name" or "Name  # GetParam() = 1"; empty for any other line.
std::string_view name_in(std::string_view line) {
  const std::string_view name = line.substr(0, line.find("  # "));
  return name.find_first_of(" \t") == std::string_view::npos ? name : std::string_view{};
}

}  // namespace

std::optional<std::vector<std::string>> read_listing(std::string_view output) {
  constexpr std::string_view indent = "  ";
  std::vector<std::string> names;
  std::string_view suite;
  for (const std::string_view line : lines(output)) {
    const bool indented = line.starts_with(indent);
    const std::string_view name = name_in(indented ? line.substr(indent.size()) : line);
    if (name.empty()) continue;
    if (!indented && name.ends_with('.'))
      suite = name;
    else if (indented && !suite.empty())
      names.push_back(fmt::format("{}{}", suite, name));
  }
  if (names.empty()) return std::nullopt;
  return names;
}

bool has_run_tests(std::string_view output) {
  return output.contains("[==========] ");
}

bool is_help(std::string_view output) {
  return output.contains("This program contains tests written using Google Test.");
}

bool is_disabled(std::string_view name) {
  // GoogleTest's own filter, for suites and tests, is DISABLED_*:*/DISABLED_*.
  const auto matches = [](std::string_view part) {
    return part.starts_with("DISABLED_") || part.contains("/DISABLED_");
  };
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return matches(name);
  return matches(name.substr(0, dot)) || matches(name.substr(dot + 1));
}

}  // namespace isorun::googletest
