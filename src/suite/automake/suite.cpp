#include "suite/automake/suite.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "suite/automake/trs.hpp"
#include "suite/outcomes.hpp"
#include "suite/tap.hpp"
#include "suite/unique_name.hpp"
#include "suite/verdict.hpp"

namespace isorun::automake {
namespace {

// Automake writes a test's .trs when the test has ended. The logs follow make's own output, each
// after a line with its number and size. A time limit ends make first.
constexpr std::string_view script = R"(
to=$1 logs=$2; shift 2
cd "$1" || exit
shift
date +%s.%N >"$to/begin"
trap : TERM
"$@" check-TESTS TEST_LOGS="$logs"
code=$?
trap '' TERM
n=0
for log in $logs; do
  trs=${log%.log}.trs
  if [ -e "$trs" ]; then
    find "$trs" -printf '%T@\n' >"$to/$n.time" && cp "$trs" "$to/$n.trs"
  fi
  if [ -e "$log" ]; then
    size=$(wc -c <"$log")
    printf 'isorun: %s %s\n' "$n" "$size"
    cat "$log"
  fi
  n=$((n + 1))
done
exit $code
)";

// MAX_ARG_STRLEN, 128 KiB, is for all logs of a shard.
constexpr std::size_t longest_list = 96UL * 1024;

constexpr std::string_view results_of_others[] = {"FAIL: ", "XPASS: ", "ERROR: "};
constexpr std::string_view all_results[] = {
    "FAIL: ", "XPASS: ", "ERROR: ", "PASS: ", "XFAIL: ", "SKIP: "};

std::string below(std::string_view directory, std::string_view path) {
  return directory == "." ? std::string(path) : fmt::format("{}/{}", directory, path);
}

std::optional<double> time_in(const std::optional<std::string>& text) {
  double seconds = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  return error == std::errc{} ? std::optional(seconds) : std::nullopt;
}

// "FAIL a.sh (exit status: 3)", which Automake's own driver adds to a log.
std::string exit_code_in(std::string_view log) {
  constexpr std::string_view key = " (exit status: ";
  const std::string_view line = trim(log).substr(trim(log).rfind('\n') + 1);
  const std::size_t at = line.find(key);
  if (at == std::string_view::npos || !line.ends_with(')')) return {};
  return fmt::format("exit code {}",
                     line.substr(at + key.size(), line.size() - at - key.size() - 1));
}

class Automake : public Suite {
 public:
  Automake(CheckWords words, std::vector<CheckTest> tests, std::chrono::nanoseconds start_up)
      : words_(std::move(words)), tests_(std::move(tests)), start_up_(start_up) {
    UniqueNames names;
    std::map<std::string_view, std::size_t> directories;
    for (const CheckTest& test : tests_) {
      const std::string name = below(test.directory, test.name);
      units_.push_back(
          {.name = names.take(name),
           .suite = test.directory == "." ? std::string() : test.directory,
           .file = name,
           .needs = {.program =
                         directories.emplace(test.directory, directories.size()).first->second}});
    }
  }

  [[nodiscard]] std::string_view framework() const override { return "automake"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }
  [[nodiscard]] ShardLimits limits() const override { return {.bytes = longest_list}; }
  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return tests_[unit].log.size() + 1;
  }

  // A test that is retried writes its files again.
  [[nodiscard]] std::vector<Report> reports() const override {
    std::vector<Report> reports;
    std::set<std::string_view> directories;
    const auto add = [&](const CheckTest& test, std::string_view file, std::string_view rule) {
      reports.push_back({.path = below(words_.directory, below(test.directory, file)),
                         .rule = rule,
                         .if_missing = Report::IfMissing::ignore});
    };
    for (const CheckTest& test : tests_) {
      add(test, test.log, "newest");
      add(test, fmt::format("{}.trs", base(test)), "newest");
      if (directories.insert(test.directory).second) add(test, "test-suite.log", "concat");
    }
    return reports;
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view directory) const override {
    std::vector<std::string_view> logs;
    for (const std::size_t unit : units) logs.emplace_back(tests_[unit].log);
    ShardCommand result = {.argv = {"sh", "-c", std::string(script), "sh", std::string(directory),
                                    fmt::format("{}", fmt::join(logs, " ")),
                                    below(words_.directory, tests_[units.front()].directory)},
                           .joins_errors = true};
    std::ranges::copy(words_.make, std::back_inserter(result.argv));
    return result;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    Outcomes outcomes{.tests = std::vector<std::optional<UnitResult>>(units.size())};
    for (std::size_t i = 0; i < units.size(); ++i)
      if (const auto trs = evidence.file(fmt::format("{}.trs", i)))
        outcomes.tests[i] = read_trs(*trs);
    time(outcomes, evidence);
    give_output(outcomes, evidence.output);
    const auto first = std::ranges::find_if(outcomes.tests, [](const auto& test) { return !test; });
    outcomes.is_complete = first == outcomes.tests.end();
    outcomes.others_failed = others_failed(units, evidence.output);
    const auto verdict = judge(evidence);
    const bool may_run = verdict && verdict->reason != Reason::passed;
    if (!outcomes.is_complete && may_run)
      outcomes.running = static_cast<std::size_t>(first - outcomes.tests.begin());
    const OutputRange own = outcomes.tests.front() ? outcomes.tests.front()->output : OutputRange();
    ShardResults shard = settle(units, evidence, std::move(outcomes));
    // The log of a single test says more than the output of make.
    if (units.size() == 1 && !shard.results.empty() && !own.empty())
      shard.results.front().output = own;
    return shard;
  }

  // make runs the tests in order, and names each that has ended.
  [[nodiscard]] std::optional<std::size_t> running(std::span<const std::size_t> units,
                                                   std::string_view tail) const override {
    std::size_t next = 0;
    for (const std::string_view line : lines(tail))
      for (const std::string_view word : all_results)
        for (std::size_t i = 0; i < units.size(); ++i)
          if (line.starts_with(word) && line.substr(word.size()) == tests_[units[i]].name)
            next = i + 1;
    return next < units.size() ? std::optional(units[next]) : std::nullopt;
  }

 private:
  static std::string_view base(const CheckTest& test) {
    return std::string_view(test.log).substr(0, test.log.size() - std::string_view(".log").size());
  }

  // A test took the time since the one before it ended, and the first since make ran.
  void time(Outcomes& outcomes, const Evidence& evidence) const {
    std::map<double, UnitResult*> ends;
    for (std::size_t i = 0; i < outcomes.tests.size(); ++i)
      if (const auto end = time_in(evidence.file(fmt::format("{}.time", i)));
          end && outcomes.tests[i])
        ends.emplace(*end, &*outcomes.tests[i]);
    double before =
        time_in(evidence.file("begin")).value_or(ends.empty() ? 0 : ends.begin()->first);
    auto start_up = start_up_;
    for (const auto& [end, result] : ends) {
      const auto time = duration_told(end - before);
      result->duration = time - std::min(time, start_up);
      before = end;
      start_up = {};
    }
  }

  static void give_output(Outcomes& outcomes, std::string_view output) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < outcomes.tests.size(); ++i) {
      const std::string mark = fmt::format("isorun: {} ", i);
      const std::size_t found = output.find(mark, at);
      if (found == std::string_view::npos) continue;
      std::size_t size = 0;
      const std::size_t number = found + mark.size();
      std::from_chars(output.data() + number, output.data() + output.size(), size);
      const std::size_t begin = std::min(output.find('\n', number), output.size() - 1) + 1;
      size = std::min(size, output.size() - begin);
      at = begin + size;
      if (!outcomes.tests[i]) continue;
      UnitResult& result = *outcomes.tests[i];
      result.output = {begin, at};
      if (result.reason == Reason::failed) explain(result, output.substr(begin, size));
    }
  }

  static void explain(UnitResult& result, std::string_view log) {
    const std::string code = exit_code_in(log);
    if (result.detail == failed && !code.empty()) result.detail = code;
    if (result.detail == hard_error && !code.empty()) result.detail += ", " + code;
    const auto tap = result.tests.empty() ? std::nullopt : read_tap(log);
    if (tap && !tap->failure.empty()) result.detail = tap->failure;
  }

  // A test whose log another one needs.
  [[nodiscard]] bool others_failed(std::span<const std::size_t> units,
                                   std::string_view output) const {
    for (const std::string_view line : lines(output))
      for (const std::string_view word : results_of_others)
        if (line.starts_with(word) && std::ranges::none_of(units, [&](std::size_t unit) {
              return line.substr(word.size()) == tests_[unit].name;
            }))
          return true;
    return false;
  }

  CheckWords words_;
  std::vector<CheckTest> tests_;
  std::vector<Unit> units_;
  std::chrono::nanoseconds start_up_;
};

}  // namespace

std::unique_ptr<Suite> make_suite(CheckWords words, std::vector<CheckTest> tests,
                                  std::chrono::nanoseconds start_up) {
  return std::make_unique<Automake>(std::move(words), std::move(tests), start_up);
}

}  // namespace isorun::automake
