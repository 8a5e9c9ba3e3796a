// Reports that the user's command line, variables or configuration request. Each shard writes its
// own; the user wants one, as if the suite had run once. Each framework has a table of the words
// that name reports and the rules that merge them.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isorun {

using Words = std::vector<std::string>;

struct Report {
  std::string path;               // where each shard writes it, relative to the working directory
  std::string_view rule;          // a name in rules/rules.hpp; empty: equal in all shards
  std::string command = {};       // the argument of rules that take one: one word per line
  std::string target = {};        // where the merged report goes; empty: to the same path
  bool is_pattern = false;        // see collect/pattern.hpp
  bool stays_in_results = false;  // `target` is below the results directory
  std::string pieces = {};        // how files begin that the program combines into it; may be empty
  enum class IfMissing { warn, ignore, fail } if_missing = IfMissing::warn;  // if no shard wrote it
};

// A word that names a report: "--output-junit FILE", "--output-junit=FILE".
struct ReportWord {
  std::string_view name;
  std::string_view rule;
};

// The value of the last word `NAME VALUE` or `NAME=VALUE` of a command, ignoring argv[0]; nullopt
// if there is none.
std::optional<std::string_view> value_in(std::span<const std::string> words,
                                         std::initializer_list<std::string_view> names);

// The value of a variable; nullopt if it is not set.
std::optional<std::string_view> variable_in(std::span<const std::string> environment,
                                            std::string_view name);

// The reports that the command's words request, by this table.
std::vector<Report> reports_in(std::span<const std::string> words,
                               std::span<const ReportWord> table);

// The reports that variables request from any program: profiles of compilers and runtimes.
std::vector<Report> reports_of_variables(std::span<const std::string> environment);

// Turns a name with placeholders such as %p and %m into a pattern.
std::string pattern_of_profile(std::string_view name);

// `path` as a pattern that only matches itself.
std::string quoted_for_pattern(std::string_view path);

}  // namespace isorun
