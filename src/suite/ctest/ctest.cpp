#include "suite/ctest/ctest.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "suite/ctest/listing.hpp"
#include "suite/ctest/log.hpp"
#include "suite/ctest/options.hpp"
#include "suite/ctest/order.hpp"
#include "suite/ctest/results.hpp"
#include "suite/unique_name.hpp"
#include "suite/verdict.hpp"

namespace isorun::ctest {
namespace {

constexpr std::string_view junit_file = "ctest.xml";
constexpr std::string_view selected_file = "selected.json";
constexpr std::string_view all_file = "all.json";
constexpr std::string_view project_file = "project";  // written if there is a preset

// A file in the build directory, which --rerun-failed reads.
constexpr std::string_view failed_file = "Testing/Temporary/LastTestsFailed.log";

// The first selects no name, the second any. With -U, ctest runs the tests that -R or -I selects,
// whatever the user's other words and preset leave out, and -I takes the numbers that ctest shows.
constexpr std::string_view no_name = "^$";
constexpr std::string_view any_name = ".";

// CMake 4 requires a value after -U but ignores it; earlier versions skip the extra word.
constexpr std::string_view union_value = "1";

// execve(2): no argument may be longer (MAX_ARG_STRLEN), including its NUL.
constexpr std::size_t longest_argument = 128UL * 1024;
constexpr std::string_view no_range = "0,0,0";  // for -I: the numbers follow

constexpr ReportWord report_words[] = {
    {"--output-junit", "junit"}, {"--output-log", "concat"}, {"-O", "concat"}};

std::string shell_quoted(std::string_view word) {
  std::string result = "'";
  for (const char c : word) {
    if (c == '\'')
      result += "'\\''";
    else
      result += c;
  }
  return result + "'";
}

std::string line(const Words& words) {
  std::string result;
  for (const std::string& word : words) result += (result.empty() ? "" : " ") + shell_quoted(word);
  return result;
}

void append(Words& words, std::initializer_list<std::string_view> more) {
  for (const std::string_view word : more) words.emplace_back(word);
}

Needs needs_of(const ListedTest& test, std::string bundle) {
  return {.locks = test.locks,
          .bundle = std::move(bundle),
          .slots = test.processors,
          .serial = test.serial,
          .expected = duration_told(std::min(test.cost, 1e6))};
}

std::vector<Unit> make_units(const std::vector<ListedTest>& tests, const Order& order) {
  std::map<std::string_view, int> uses;
  for (const ListedTest& test : tests) ++uses[test.name];
  std::vector<std::string> bundles = order.bundles();
  UniqueNames names;
  std::vector<Unit> units;
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const ListedTest& test = tests[i];
    // Tests in different directories may have the same name.
    const std::string name =
        uses[test.name] == 1 ? test.name : fmt::format("{} #{}", test.name, test.number);
    units.push_back({.name = names.take(name),
                     .suite = test.labels.empty() ? test.directory : test.labels.front(),
                     .file = test.file,
                     .needs = needs_of(test, std::move(bundles[i]))});
  }
  return units;
}

// --test-dir or a preset names it: `said` is ctest's output with the preset.
std::string build_directory(const Words& argv, std::string_view said) {
  constexpr std::string_view project = "Test project ";
  for (const std::string_view line : lines(said))
    if (line.starts_with(project)) return std::string(line.substr(project.size()));
  return std::string(value_in(argv, {"--test-dir"}).value_or("."));
}

class CTest : public Suite {
 public:
  CTest(UserCommand command, std::vector<ListedTest> tests, std::string build_directory)
      : command_(std::move(command)),
        build_directory_(std::move(build_directory)),
        tests_(std::move(tests)),
        order_(tests_),
        units_(make_units(tests_, order_)),
        has_own_junit_(has_option(command_.argv, "--output-junit")) {}

  [[nodiscard]] std::string_view framework() const override { return "ctest"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }

  [[nodiscard]] Wishes wishes() const override {
    return {.max_fail = has_option(command_.argv, "--stop-on-failure") ? 1U : 0U};
  }

  [[nodiscard]] std::vector<Report> reports() const override {
    std::vector<Report> reports = reports_in(command_.argv, report_words);
    for (Report& report : reports) {
      // ctest resolves the path relative to the build directory.
      if (report.rule == "junit" && !report.path.starts_with('/'))
        report.path = fmt::format("{}/{}", build_directory_, report.path);
    }
    return reports;
  }

  // Like ctest: a run without failures keeps the earlier list.
  [[nodiscard]] std::vector<StateFile> remember(const LastRun& run) const override {
    std::map<unsigned, std::string_view> failed;
    for (const UnitResult& result : run.results) {
      const ListedTest& test = tests_[result.unit];
      if (!is_good(result.reason)) failed.emplace(test.number, test.name);
    }
    if (failed.empty()) return {};
    std::string content;
    for (const auto& [number, name] : failed) content += fmt::format("{}:{}\n", number, name);
    return {{fmt::format("{}/{}", build_directory_, failed_file), std::move(content)}};
  }

  // Half of an argument's limit: the other half is for required tests.
  [[nodiscard]] ShardLimits limits() const override { return {.bytes = longest_argument / 2}; }

  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return fmt::formatted_size(",{}", tests_[unit].number);
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> shard,
                                     std::string_view directory) const override {
    std::string numbers(no_range);
    for (const std::size_t test : order_.closure(shard))
      numbers += fmt::format(",{}", tests_[test].number);
    ShardCommand result = {words_to_run(command_.argv), {}, {"CTEST_PROGRESS_OUTPUT"}};
    append(result.argv, {"-U", union_value, "-R", no_name, "-I", numbers, "-j1", "-V"});
    result.joins_errors = true;
    if (!has_own_junit_)
      append(result.argv, {"--output-junit", fmt::format("{}/{}", directory, junit_file)});
    return result;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> shard,
                                     const Evidence& evidence) const override {
    return combine(shard, tests_, evidence,
                   has_own_junit_ ? std::nullopt : evidence.file(junit_file));
  }

  [[nodiscard]] std::optional<std::size_t> running(std::span<const std::size_t> shard,
                                                   std::string_view tail) const override {
    const auto number = running_number(tail);
    const auto found = std::ranges::find_if(
        shard, [&](std::size_t unit) { return tests_[unit].number == number; });
    if (found == shard.end()) return Suite::running(shard, tail);
    return *found;
  }

 private:
  // ctest prefixes each line of output with the test's number.
  static std::optional<unsigned> running_number(std::string_view tail) {
    if (const auto started = read_log(tail).running) return started;
    const std::size_t line_end = tail.rfind('\n');
    if (line_end == std::string_view::npos) return std::nullopt;
    const std::size_t begin = tail.substr(0, line_end).rfind('\n') + 1;
    unsigned number = 0;
    const auto [end, error] =
        std::from_chars(tail.data() + begin, tail.data() + tail.size(), number);
    const bool is_prefix =
        error == std::errc{} && std::string_view(end, tail.end()).starts_with(": ");
    return is_prefix ? std::optional(number) : std::nullopt;
  }

  UserCommand command_;
  std::string build_directory_;  // relative to the working directory, or absolute
  std::vector<ListedTest> tests_;
  Order order_;
  std::vector<Unit> units_;
  bool has_own_junit_;  // the user's own --output-junit stays, and results come from the log
};

}  // namespace

Match match(const Invocation& invocation) {
  const std::string_view word = invocation.command.argv.front();
  return invocation.program && word.substr(word.rfind('/') + 1) == "ctest" ? Match::yes : Match::no;
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  if (unsupported(command.argv)) return {{"true"}, {}, {}};
  Words selected = words_to_list(command.argv);
  append(selected, {"--show-only=json-v1"});
  Words all = words_to_run(command.argv);
  append(all, {"-U", union_value, "-R", any_name, "-I", "1,", "--show-only=json-v1"});
  // Two listings, because neither gives both the selection and the tests' numbers. ctest's error
  // messages go to the log; with --show-only=json-v1 it may have none, as for a missing directory.
  const auto list = [directory](const Words& words, std::string_view file,
                                std::string_view silent) {
    const std::string path = shell_quoted(fmt::format("{}/{}", directory, file));
    return fmt::format("{{ {0} > {1} 2> {1}.log || {{ cat {1}.log {1}; {2}; exit 1; }}; }}",
                       line(words), path, silent);
  };
  Words again = words_to_list(command.argv);
  append(again, {"-N"});
  const std::string ask_again =
      fmt::format(R"([ -s "$1" ] || [ -s "$1.log" ] || {} > /dev/null)", line(again));
  std::string script =
      fmt::format("{} && {}", list(selected, selected_file, ask_again), list(all, all_file, ":"));
  if (has_option(command.argv, "--preset")) {
    Words project = words_to_run(command.argv);
    append(project, {"-N", "-R", no_name});
    script += " && " + list(project, project_file, ":");
  }
  return {{"sh", "-c", script, "sh", fmt::format("{}/{}", directory, selected_file)}, {}, {}};
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  if (const auto why = unsupported(command.argv))
    return std::unexpected(Error{Phase::usage, 0, *why});
  const auto verdict = judge(listing);
  const auto selected = listing.file(selected_file);
  const auto all = listing.file(all_file);
  if (!verdict || verdict->reason != Reason::passed || !selected || !all) return nullptr;
  auto tests = read_listing(*selected, *all);
  if (!tests) return nullptr;
  std::string directory = build_directory(command.argv, listing.file(project_file).value_or(""));
  return std::make_unique<CTest>(command, std::move(*tests), std::move(directory));
}

}  // namespace isorun::ctest
