#include "suite/googletest/googletest.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"
#include "suite/driver.hpp"
#include "suite/googletest/json.hpp"
#include "suite/googletest/listing.hpp"
#include "suite/googletest/results.hpp"
#include "suite/verdict.hpp"

namespace isorun::googletest {
namespace {

constexpr std::string_view json_file = "gtest.json";
constexpr std::string_view filter_flag = "--gtest_filter=";

// execve(2): no argument may be longer (MAX_ARG_STRLEN), including its NUL.
constexpr std::size_t longest_argument = 128UL * 1024;

std::string json_output(std::string_view directory) {
  return fmt::format("--gtest_output=json:{}/{}", directory, json_file);
}

// A GoogleTest flag as the program will read it: the last one on the command line, or else the
// environment variable. A flag without a value is "".
std::optional<std::string_view> flag(const UserCommand& command, std::string_view name) {
  std::optional<std::string_view> found;
  std::string variable = "GTEST_";
  for (const char c : name) variable += c == '_' ? c : static_cast<char>(c - 'a' + 'A');
  const auto take = [&found](std::string_view word, std::string_view key) {
    if (!word.starts_with(key)) return;
    word.remove_prefix(key.size());
    if (word.empty())
      found = word;
    else if (word.front() == '=')
      found = word.substr(1);
  };
  for (const std::string_view entry : command.environment) take(entry, variable);
  for (const std::string_view word : command.argv) {
    take(word, fmt::format("-gtest_{}", name));
    take(word, fmt::format("--gtest_{}", name));
  }
  return found;
}

bool has_own_output(const UserCommand& command) {
  const auto is_bazel = [](std::string_view entry) {
    return entry.starts_with("XML_OUTPUT_FILE=");
  };
  return flag(command, "output") || std::ranges::any_of(command.environment, is_bazel);
}

// GoogleTest's parsing of booleans.
bool runs_disabled(const UserCommand& command) {
  const auto value = flag(command, "also_run_disabled_tests");
  return value && *value != "0" && !value->starts_with('f') && !value->starts_with('F');
}

// In a filter ':' separates names and '-' starts the exclusions; only names made up by the suite's
// type parameters contain them. '?' matches any character: an extra test may run, whose result is
// ignored.
std::string pattern(std::string name) {
  std::ranges::replace_if(
      name, [](char c) { return c == ':' || c == '-'; }, '?');
  return name;
}

class GoogleTest : public Suite {
 public:
  GoogleTest(UserCommand command, std::vector<Unit> units)
      : command_(std::move(command)),
        units_(std::move(units)),
        has_own_output_(has_own_output(command_)) {}

  [[nodiscard]] std::string_view framework() const override { return "googletest"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }

  [[nodiscard]] std::vector<Report> reports() const override { return reports_of(command_); }

  [[nodiscard]] ShardLimits limits() const override {
    return {.bytes = longest_argument - 1 - filter_flag.size()};
  }

  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return units_[unit].name.size() + 1;
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> shard,
                                     std::string_view directory) const override {
    std::string filter(filter_flag);
    for (const std::size_t unit : shard) {
      if (unit != shard.front()) filter += ':';
      filter += pattern(units_[unit].name);
    }
    ShardCommand result = {command_.argv, {}, {}};
    result.argv.push_back(std::move(filter));
    if (!has_own_output_) result.argv.push_back(json_output(directory));
    // The log must name each test as it starts, so that a crash can be attributed. Only added if
    // the user asked for brief output: old versions do not know the flag.
    if (flag(command_, "brief")) result.argv.emplace_back("--gtest_brief=0");
    // The listing applied these already; applied again, they would lose tests.
    result.unset = {"GTEST_TOTAL_SHARDS", "GTEST_SHARD_INDEX", "GTEST_SHARD_STATUS_FILE"};
    return result;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> shard,
                                     const Evidence& evidence) const override {
    std::vector<std::string_view> names;
    for (const std::size_t unit : shard) names.emplace_back(units_[unit].name);
    return combine(shard, names, evidence,
                   has_own_output_ ? std::nullopt : evidence.file(json_file));
  }

 private:
  UserCommand command_;
  std::vector<Unit> units_;
  bool has_own_output_;  // the user's own --gtest_output stays, and results come from the log
};

// The JSON has exact names, whatever the program prints around its listing, and omits tests of
// other shards if the user splits the suite over machines.
std::optional<std::vector<std::string>> listed_names(const Evidence& listing) {
  if (has_run_tests(listing.output)) return std::nullopt;
  if (const auto file = listing.file(json_file)) {
    if (const auto tests = read_json(*file)) {
      std::vector<std::string> names;
      for (const JsonTest& test : *tests) names.push_back(test.name);
      return names;
    }
  }
  const auto verdict = judge(listing);
  if (!verdict || verdict->reason != Reason::passed) return std::nullopt;
  return read_listing(listing.output);
}

// Formats of --gtest_output, and the rules that merge them.
constexpr std::pair<std::string_view, std::string_view> report_formats[] = {
    {"xml", "junit"}, {"json", "googletest-json"}};

Report report_of(std::string_view format, std::string_view path, std::string_view rule) {
  if (path.empty()) return {.path = fmt::format("test_detail.{}", format), .rule = rule};
  // A name within the program, with a number if the host has such a file.
  if (path.ends_with('/'))
    return {.path = fmt::format("{}*.{}", quoted_for_pattern(path), format),
            .rule = rule,
            .is_pattern = true};
  return {.path = std::string(path), .rule = rule};
}

// The flags that the help does not name; or else all.
std::string why_helped(const Words& words, std::string_view help) {
  const auto is_flag = [](std::string_view word) {
    return word.starts_with("--gtest_") || word.starts_with("-gtest_");
  };
  const auto is_in_help = [help](std::string_view word) {
    return help.contains(word.substr(0, word.find('=')));
  };
  Words flags;
  std::ranges::copy_if(words, std::back_inserter(flags), is_flag);
  if (flags.empty()) return "the command asks for GoogleTest's help; use isorun exec -- COMMAND";
  if (!std::ranges::all_of(flags, is_in_help)) std::erase_if(flags, is_in_help);
  return fmt::format("GoogleTest printed its help, as for a flag that it does not know: {}",
                     printable(fmt::format("{}", fmt::join(flags, ", "))));
}

}  // namespace

std::vector<Report> reports_of(const UserCommand& command) {
  if (const auto output = flag(command, "output")) {
    for (const auto& [format, rule] : report_formats)
      if (const std::string_view kind = output->substr(0, output->find(':')); kind == format)
        return {report_of(kind, output->substr(std::min(kind.size() + 1, output->size())), rule)};
    return {};
  }
  const auto file = variable_in(command.environment, "XML_OUTPUT_FILE");
  if (!file || file->empty()) return {};
  return {{.path = std::string(*file), .rule = "junit"}};
}

Match match(const Invocation& invocation) {
  // A flag that is in programs that link GoogleTest, and symbols of those that load it, with their
  // own main() or without.
  const Match found = match_marks(invocation, {"gtest_list_tests", "_ZN7testing14InitGoogleTest",
                                               "_ZN7testing8internal23MakeAndRegisterTestInfo"});
  return found == Match::no && passes_words_on(invocation) ? Match::maybe : found;
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  ShardCommand result = {command.argv, {}, {}};
  result.argv.emplace_back("--gtest_list_tests");
  result.argv.push_back(json_output(directory));
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  if (is_help(listing.output))
    return std::unexpected(Error{Phase::usage, 0, why_helped(command.argv, listing.output)});
  const auto names = listed_names(listing);
  if (!names) return nullptr;
  std::vector<Unit> units;
  std::unordered_set<std::string_view> seen;
  for (const std::string& name : *names) {
    if (!seen.insert(name).second) {
      return std::unexpected(
          Error{Phase::usage, 0,
                fmt::format("the suite has two tests named {}: no filter can tell them apart; "
                            "rename one, or leave them out with --gtest_filter",
                            printable(name))});
    }
    if (!is_disabled(name) || runs_disabled(command))
      units.push_back({.name = name, .suite = name.substr(0, name.find('.'))});
  }
  return std::make_unique<GoogleTest>(command, std::move(units));
}

}  // namespace isorun::googletest
