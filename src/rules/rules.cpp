#include "rules/rules.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <expected>

#include <fmt/format.h>

#include "base/escaped.hpp"
#include "base/interruption.hpp"
#include "rules/cobertura_rule.hpp"
#include "rules/concat_rule.hpp"
#include "rules/copy_rule.hpp"
#include "rules/cost_rule.hpp"
#include "rules/coverage_py_rule.hpp"
#include "rules/csv_rule.hpp"
#include "rules/exec_rule.hpp"
#include "rules/gcov_rule.hpp"
#include "rules/go_cover_rule.hpp"
#include "rules/googletest_json_rule.hpp"
#include "rules/json_sum_rule.hpp"
#include "rules/jsonl_rule.hpp"
#include "rules/junit_rule.hpp"
#include "rules/lcov_rule.hpp"
#include "rules/lines_rule.hpp"
#include "rules/llvm_profraw_rule.hpp"
#include "rules/newest_rule.hpp"
#include "rules/number_rule.hpp"

namespace isorun {

namespace {

constexpr std::array table = {
    Rule{"cost", "cost files: counters summed, rates recomputed, a figure for each test and shard",
         "costs.json", start_cost, largest_document},
    Rule{"json-sum", "any JSON: numbers summed, arrays joined, objects merged", "", start_json_sum,
         largest_document},
    Rule{"jsonl", "JSON Lines, one file after another", "", start_jsonl},
    Rule{"csv", "tables as one, with one header", "", start_csv},
    Rule{"lines", "the different lines, sorted", "", start_lines},
    Rule{"concat", "one file after another", "", start_concat},
    Rule{"sum", "the sum of single numbers", "", start_sum},
    Rule{"max", "the greatest of single numbers", "", start_max},
    Rule{"newest", "the file that was written last", "", start_newest},
    Rule{"copy", "the files as they are, and apart where shards differ", "collected/copy",
         start_copy},
    Rule{"copy:fail", "the files as they are; an error where shards differ", "collected/copy",
         start_copy_or_fail},
    Rule{"gcov", ".gcda files, summed by gcov-tool", "collected/gcov", start_gcov},
    Rule{"junit", "the suite's JUnit files as one", "", start_junit, largest_document},
    Rule{"googletest-json", "the JSON reports of a GoogleTest program as one", "",
         start_googletest_json, largest_document},
    Rule{"lcov", "tracefiles, summed by lcov", "", start_lcov},
    Rule{.name = "coverage.py",
         .meaning = "data files, placed for coverage combine",
         .target = "collected/coverage",
         .start = start_coverage_py,
         .makes_directory = true},
    Rule{"llvm-profraw", ".profraw files as one .profdata, by llvm-profdata",
         "collected/coverage.profdata", start_llvm_profraw},
    Rule{"go-cover", "Go cover profiles, counts summed", "", start_go_cover},
    Rule{"cobertura", "XML reports, line hits summed", "", start_cobertura, largest_document},
    Rule{"exec", "the output of a command that gets the files as arguments", "", start_exec,
         any_size, true},
    Rule{"exec0", "a command of your own that reads the files' paths from standard input", "",
         start_exec0, any_size, true},
    Rule{"show", "like exec, and the summary shows the output", "", start_show, any_size, true},
};

// Rules stop anywhere, and whatever they return is incomplete.
Error interrupted() {
  return {Phase::collect, EINTR, "merging it"};
}

}  // namespace

std::span<const Rule> rules() {
  return table;
}

std::string rule_names() {
  std::string names;
  for (const Rule& rule : table) {
    names += fmt::format("{}{}{}", names.empty() ? "" : ", ", rule.name,
                         rule.takes_command ? ":COMMAND" : "");
  }
  return names;
}

const Rule* find_rule(std::string_view name) {
  const auto found = std::ranges::find(table, name, &Rule::name);
  return found == table.end() ? nullptr : &*found;
}

Result<void> add_within_limit(const Rule& rule, Merge& merge, const SourceFile& file,
                              std::string_view content) {
  if (content.size() <= rule.largest_file) {
    Result<void> added = merge.add(file, content);
    return was_interrupted() ? std::unexpected(interrupted()) : added;
  }
  return std::unexpected(Error{
      Phase::collect, 0,
      fmt::format("it is larger than {} MiB, the limit of this rule", rule.largest_file >> 20)});
}

std::expected<Merged, Problem> write_merged(Merge& merge, Output& out) {
  std::expected<Merged, Problem> merged = merge.merge(out);
  // A problem without a file is that of a command that was killed.
  const bool is_exact = !merged && !merged.error().file;
  return was_interrupted() && !is_exact ? std::unexpected(Problem{interrupted()}) : merged;
}

std::string to_string(const SourceFile& file) {
  if (file.path.empty()) return fmt::format("shard {}", escaped(file.shard_name));
  return fmt::format("{} of shard {}", escaped(file.path), escaped(file.shard_name));
}

std::string to_string(const Problem& problem) {
  if (!problem.file) return to_string(problem.error);
  return fmt::format("{}: {}", to_string(*problem.file), to_string(problem.error));
}

}  // namespace isorun
