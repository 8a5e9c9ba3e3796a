#include "suite/reports.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace isorun {
namespace {

constexpr std::string_view special = "*?[\\~";

struct ProfileVariable {
  std::string_view name;
  std::string_view rule;
  std::string_view inside = {};  // for a directory
};

constexpr ProfileVariable profile_variables[] = {
    {"LLVM_PROFILE_FILE", "llvm-profraw"},
    {"GOCOVERDIR", "", "cov*"},
    {"NODE_V8_COVERAGE", "", "coverage-*.json"},
};

std::optional<std::string_view> value_of(std::string_view word, std::string_view name) {
  if (!word.starts_with(name) || word.size() <= name.size() || word[name.size()] != '=')
    return std::nullopt;
  return word.substr(name.size() + 1);
}

std::string joined(std::string_view directory, std::string_view pattern) {
  return fmt::format("{}/{}", quoted_for_pattern(directory), pattern);
}

}  // namespace

std::optional<std::string_view> value_in(std::span<const std::string> words,
                                         std::initializer_list<std::string_view> names) {
  std::optional<std::string_view> found;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "--") break;
    for (const std::string_view name : names) {
      if (words[i] == name && i + 1 < words.size()) found = words[i + 1];
      if (const auto value = value_of(words[i], name)) found = value;
    }
  }
  return found;
}

std::optional<std::string_view> variable_in(std::span<const std::string> environment,
                                            std::string_view name) {
  for (const std::string_view entry : environment)
    if (const auto value = value_of(entry, name)) return value;
  return std::nullopt;
}

std::vector<Report> reports_in(std::span<const std::string> words,
                               std::span<const ReportWord> table) {
  std::vector<Report> reports;
  for (const ReportWord& word : table) {
    const auto value = value_in(words, {word.name});
    if (value && !value->empty())
      reports.push_back({.path = std::string(*value), .rule = word.rule});
  }
  return reports;
}

std::vector<Report> reports_of_variables(std::span<const std::string> environment) {
  std::vector<Report> reports;
  for (const auto& [name, rule, inside] : profile_variables) {
    const auto value = variable_in(environment, name);
    if (!value || value->empty()) continue;
    reports.push_back({.path = inside.empty() ? pattern_of_profile(*value) : joined(*value, inside),
                       .rule = rule,
                       .is_pattern = true,
                       .if_missing = Report::IfMissing::ignore});
  }
  return reports;
}

// See "Source-based Code Coverage" of clang: %p, %h, %t, %m, %Nm, %c, %b.
std::string pattern_of_profile(std::string_view name) {
  std::string pattern;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '%') {
      pattern += quoted_for_pattern(name.substr(i, 1));
      continue;
    }
    std::size_t end = i + 1;
    while (end < name.size() && name[end] >= '0' && name[end] <= '9') ++end;
    pattern += '*';
    i = std::min(end, name.size());
  }
  return pattern;
}

std::string quoted_for_pattern(std::string_view path) {
  std::string quoted;
  for (const char c : path) {
    if (special.contains(c)) quoted += '\\';
    quoted += c;
  }
  return quoted;
}

}  // namespace isorun
