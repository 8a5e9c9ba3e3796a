#include "suite/catch2/spec.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"

namespace isorun::catch2 {
namespace {

// Options whose value is the next word, in either version.
constexpr std::string_view valued[] = {"-o",
                                       "--out",
                                       "-r",
                                       "--reporter",
                                       "-n",
                                       "--name",
                                       "-x",
                                       "--abortx",
                                       "-w",
                                       "--warn",
                                       "-d",
                                       "--durations",
                                       "-D",
                                       "--min-duration",
                                       "-f",
                                       "--input-file",
                                       "-c",
                                       "--section",
                                       "-v",
                                       "--verbosity",
                                       "--order",
                                       "--rng-seed",
                                       "--use-colour",
                                       "--colour-mode",
                                       "--wait-for-keypress",
                                       "--benchmark-samples",
                                       "--benchmark-resamples",
                                       "--benchmark-confidence-interval",
                                       "--benchmark-warmup-time",
                                       "--shard-count",
                                       "--shard-index"};

bool is_path(std::string_view word) {
  return word.starts_with('/') || word.starts_with("./") || word.starts_with("../");
}

// Finds the program in `env NAME=VALUE ./suite`; words before it do not belong to Catch2.
std::size_t find_program(const Words& argv) {
  const auto program = std::ranges::find_if(argv, is_path);
  return program == argv.end() ? 0 : static_cast<std::size_t>(program - argv.begin());
}

bool has_alternatives(std::string_view spec) {
  for (std::size_t i = 0; i < spec.size(); ++i) {
    if (spec[i] == '\\')
      ++i;
    else if (spec[i] == ',')
      return true;
  }
  return false;
}

std::string normal(std::string_view name) {
  std::string result(trim(name));
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

// An asterisk at either end is always a wildcard; it cannot be escaped.
bool has_wildcard(std::string_view name) {
  return name.starts_with('*') || name.ends_with('*');
}

bool matches(std::string_view pattern, std::string_view name) {
  const bool from_anywhere = pattern.starts_with('*');
  if (from_anywhere) pattern.remove_prefix(1);
  const bool to_anywhere = pattern.ends_with('*');
  if (to_anywhere) pattern.remove_suffix(1);
  if (from_anywhere && to_anywhere) return name.contains(pattern);
  if (from_anywhere) return name.ends_with(pattern);
  return to_anywhere ? name.starts_with(pattern) : name == pattern;
}

std::string spec_of(std::string_view name) {
  // Quoted, so that brackets, '~' and an escaped first character are literal.
  std::string spec = "\"";
  // Even in quotes this is read as an exclusion, unless a wildcard precedes it.
  if (name.starts_with("exclude:")) spec += '*';
  for (const char c : name) {
    if (c == '\\' || c == ',' || c == '"') spec += '\\';
    spec += c;
  }
  return spec + '"';
}

// Excludes the other tests that a name with a wildcard selects.
std::string exclusions(std::size_t index, std::span<const std::string> names,
                       std::span<const Unit> units) {
  std::string specs;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (matches(names[index], names[i]) && !matches(names[i], names[index]))
      specs += '~' + spec_of(units[i].name);
  }
  return specs;
}

}  // namespace

Words specs_of(std::span<const Unit> units) {
  Words names;
  for (const Unit& unit : units) names.push_back(normal(unit.name));
  Words specs;
  for (std::size_t i = 0; i < units.size(); ++i) {
    specs.push_back(spec_of(units[i].name));
    if (has_wildcard(names[i])) specs.back() += exclusions(i, names, units);
  }
  return specs;
}

bool has_option(const Words& argv, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(argv, [names](std::string_view word) {
    if (!word.starts_with('-')) return false;
    const std::string_view option = word.substr(0, word.find_first_of("=:"));
    return std::ranges::find(names, option) != names.end();
  });
}

std::string_view option_value(const Words& argv, std::initializer_list<std::string_view> names) {
  std::string_view value;
  for (std::size_t i = 0; i < argv.size(); ++i) {
    const std::string_view word = argv[i];
    const std::size_t sign = std::min(word.find_first_of("=:"), word.size());
    if (std::ranges::find(names, word.substr(0, sign)) == names.end()) continue;
    if (sign < word.size())
      value = word.substr(sign + 1);
    else if (i + 1 < argv.size())
      value = argv[i + 1];
  }
  return value;
}

Words without_alternatives(const Words& argv) {
  const std::size_t program = find_program(argv);
  Words kept(argv.begin(), argv.begin() + static_cast<std::ptrdiff_t>(program) + 1);
  bool is_value = false;
  for (std::size_t i = program + 1; i < argv.size(); ++i) {
    const bool is_spec = !is_value && !argv[i].starts_with('-');
    is_value = !is_value && std::ranges::find(valued, argv[i]) != std::end(valued);
    if (!is_spec || !has_alternatives(argv[i])) kept.push_back(argv[i]);
  }
  return kept;
}

}  // namespace isorun::catch2
