// Reports that the user's own words, variables or configuration ask a suite for. Every shard writes
// one of its own; the user wants one, as if the suite had run once. Each framework says in a table
// which words name which report, and which rule merges it.
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
  std::string path;               // where each shard writes it: relative to the working directory
  std::string_view rule;          // one of rules/rules.hpp; empty: all shards have the same
  std::string command = {};       // of a rule that takes one: a word a line
  std::string target = {};        // where the whole goes; empty: to the same path
  bool is_pattern = false;        // as in collect/pattern.hpp
  bool stays_in_results = false;  // `target` is below the results directory
  enum class IfMissing { warn, ignore, fail } if_missing = IfMissing::warn;  // in all shards
};

// A word that names a report: "--output-junit FILE", "--output-junit=FILE".
struct ReportWord {
  std::string_view name;
  std::string_view rule;
};

// The value of the last of the words `NAME VALUE` or `NAME=VALUE` of a command, but for its first;
// nullopt where there is none.
std::optional<std::string_view> value_in(std::span<const std::string> words,
                                         std::initializer_list<std::string_view> names);

// The value of a variable; nullopt where it is not set.
std::optional<std::string_view> variable_in(std::span<const std::string> environment,
                                            std::string_view name);

// What the words of a command ask for by this table.
std::vector<Report> reports_in(std::span<const std::string> words,
                               std::span<const ReportWord> table);

// What the user's variables ask of any program: profiles of compilers and runtimes.
std::vector<Report> reports_of_variables(std::span<const std::string> environment);

// A name in which %p, %m and the like stand for something, as a pattern.
std::string pattern_of_profile(std::string_view name);

// `path` as a pattern that matches nothing else.
std::string quoted_for_pattern(std::string_view path);

}  // namespace isorun
