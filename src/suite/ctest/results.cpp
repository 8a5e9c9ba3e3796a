#include "suite/ctest/results.hpp"

#include <algorithm>
#include <csignal>
#include <ranges>

#include <fmt/format.h>

#include "base/text.hpp"
#include "suite/ctest/junit.hpp"
#include "suite/ctest/log.hpp"
#include "suite/outcomes.hpp"
#include "suite/verdict.hpp"

namespace isorun::ctest {
namespace {

struct SignalText {
  std::string_view text;
  int number;
};

// How ctest describes tests killed by a signal (cmCTestRunTest.cxx, libuv's strings).
constexpr SignalText signals[] = {
    {"SegFault", SIGSEGV},           {"Illegal", SIGILL},
    {"Interrupt", SIGINT},           {"Numerical", SIGFPE},
    {"Subprocess aborted", SIGABRT}, {"Bus error", SIGBUS},
    {"Subprocess killed", SIGKILL},  {"Subprocess terminated", SIGTERM}};

std::string one_line(std::string_view text) {
  std::string line(trim(text));
  std::ranges::replace(line, '\n', ' ');
  return line;
}

// "***Exception: SegFault", "Subprocess aborted***Exception:"
Verdict judge_exception(std::string_view text) {
  for (const SignalText& signal : signals)
    if (text.contains(signal.text)) return {Reason::signaled, signal_name(signal.number)};
  return {Reason::signaled, one_line(text)};
}

std::string set_up_failure(const ListedTest& test, std::span<const ListedTest> tests,
                           std::string_view names) {
  for (const ListedTest& other : tests) {
    if (!names.contains(other.name)) continue;
    for (const std::string& fixture : other.sets_up)
      if (std::ranges::find(test.requires_fixtures, fixture) != test.requires_fixtures.end())
        return fmt::format("not run: {}, which sets up the fixture {}, failed", names, fixture);
  }
  return fmt::format("not run: {} failed", names);
}

Verdict judge_not_run(const ListedTest& test, std::span<const ListedTest> tests,
                      std::string_view cause) {
  constexpr std::string_view dependencies = "Failed test dependencies: ";
  if (cause.starts_with(dependencies))
    return {Reason::failed, set_up_failure(test, tests, trim(cause.substr(dependencies.size())))};
  if (cause.contains("find executable")) return {Reason::exec_failed, one_line(cause)};
  return {Reason::failed, cause.empty() ? "not run" : one_line(cause)};
}

// ctest's words about the test's end, without its name: "Passed", "***Failed  Required ...".
std::string_view said(const ListedTest& test, const LogTest& logged) {
  std::string_view text = logged.outcome;
  if (text.starts_with(test.name)) text.remove_prefix(test.name.size());
  return text.substr(std::min(text.find_first_not_of(" ."), text.size()));
}

class Combination {
 public:
  Combination(std::span<const std::size_t> units, std::span<const ListedTest> tests,
              const Evidence& evidence, const std::optional<std::string>& junit)
      : units_(units),
        tests_(tests),
        evidence_(evidence),
        verdict_(judge(evidence)),
        log_(read_log(evidence.output)),
        outcomes_(units.size()) {
    if (junit) match(*junit);
  }

  ShardResults combine() {
    for (std::size_t i = 0; i < units_.size(); ++i) outcomes_[i] = outcome(tests_[units_[i]]);
    explain();
    return finish();
  }

 private:
  // The file omits numbers: its tests are those that ended, in order.
  void match(std::string_view text) {
    const auto found = read_junit(text);
    if (!found) return;
    std::vector<unsigned> numbers;
    for (const auto& [number, test] : log_.tests)
      if (test.ends > 0) numbers.push_back(number);
    if (numbers.size() != found->size()) return;
    for (std::size_t i = 0; i < numbers.size(); ++i) junit_.emplace(numbers[i], (*found)[i]);
  }

  [[nodiscard]] const JunitTest* in_junit(const ListedTest& test) const {
    const auto found = junit_.find(test.number);
    if (found == junit_.end() || found->second.name != test.name) return nullptr;
    return &found->second;
  }

  [[nodiscard]] std::optional<UnitResult> outcome(const ListedTest& test) const {
    const auto found = log_.tests.find(test.number);
    if (found == log_.tests.end() || found->second.ends == 0) return std::nullopt;
    if (log_.running == test.number) return std::nullopt;
    const JunitTest* junit = in_junit(test);
    const LogTest& logged = found->second;
    Verdict verdict = judge_test(test, logged, junit == nullptr ? "" : junit->message);
    return UnitResult{.reason = verdict.reason,
                      .duration = junit == nullptr ? logged.duration : junit->duration,
                      .detail = std::move(verdict.detail),
                      .output = {logged.begin, logged.end}};
  }

  [[nodiscard]] Verdict judge_test(const ListedTest& test, const LogTest& logged,
                                   const std::string& message) const {
    constexpr std::string_view failed = "***Failed";
    const std::string_view text = said(test, logged);
    if (text.starts_with("Passed")) {
      if (!logged.failed_before) return {};
      return {Reason::flaky, fmt::format("passed at attempt {}", logged.ends)};
    }
    if (text.starts_with("***Skipped")) return {Reason::skipped, message};
    if (text.starts_with("***Not Run (Disabled)")) return {Reason::skipped, "disabled"};
    if (text.starts_with("***Not Run")) return judge_not_run(test, tests_, logged.cause);
    if (text.starts_with("***Timeout")) {
      const std::chrono::duration<double> wall = logged.duration;
      return {Reason::timeout, fmt::format("timed out after {:.3f}s", wall.count())};
    }
    if (text.contains("***Exception:")) return judge_exception(text);
    const std::string_view why =
        text.starts_with(failed) ? trim(text.substr(failed.size())) : trim(text);
    return {Reason::failed, why.empty() ? "Failed" : one_line(why)};
  }

  // ctest exits with 8 if a test failed: either a unit's result says so, or a fixture's test
  // failed, which is not a unit here. Any other nonzero exit code is ctest's own problem.
  void explain() {
    constexpr int some_failed = 8;
    if (!verdict_) return;
    const bool all_done =
        std::ranges::all_of(outcomes_, [](const auto& o) { return o.has_value(); });
    const bool exited =
        evidence_.stop == Evidence::Stop::none && evidence_.ending.how == Ending::How::exited;
    if (all_done && exited && (evidence_.ending.code == 0 || evidence_.ending.code == some_failed))
      return;
    if (never_ran()) {
      for (auto& outcome : outcomes_) outcome = result(*verdict_);
    } else if (!exited && log_.running) {
      charge(*log_.running);
    } else if (verdict_->reason == Reason::passed) {
      problem_ = ShardProblem{Reason::failed, "ctest ended without running all of its tests"};
    } else {
      problem_ = ShardProblem{verdict_->reason, "ctest: " + verdict_->detail + last_words()};
    }
  }

  // The sandbox or ctest could not start: the same for all tests.
  [[nodiscard]] bool never_ran() const {
    return evidence_.ending.how == Ending::How::setup_failed ||
           evidence_.ending.how == Ending::How::exec_failed;
  }

  static UnitResult result(const Verdict& verdict) {
    return {.reason = verdict.reason, .detail = verdict.detail};
  }

  // A test that was running when ctest died is the cause; for a fixture's test, that is the first
  // test that required it.
  void charge(unsigned number) {
    const auto is_running = [&](std::size_t unit) { return tests_[unit].number == number; };
    const auto culprit = std::ranges::find_if(units_, is_running);
    auto outcome =
        culprit == units_.end()
            ? std::ranges::find_if(outcomes_, [](const auto& o) { return !o.has_value(); })
            : outcomes_.begin() + (culprit - units_.begin());
    if (outcome == outcomes_.end()) return;
    *outcome = result(*verdict_);
    if (culprit == units_.end()) (*outcome)->detail += fmt::format(" in {}", name_of(number));
    const LogTest& logged = log_.tests.at(number);
    (*outcome)->output = {logged.begin, logged.end};
  }

  [[nodiscard]] std::string name_of(unsigned number) const {
    const auto found = std::ranges::find(tests_, number, &ListedTest::number);
    return found == tests_.end() ? fmt::format("test {}", number) : found->name;
  }

  [[nodiscard]] std::string last_words() const {
    if (!log_.tests.empty()) return "";
    const std::string_view text = trim(evidence_.log);
    return text.empty() ? "" : fmt::format(" ({})", text.substr(text.rfind('\n') + 1));
  }

  ShardResults finish() {
    ShardResults shard = gather(units_, std::move(outcomes_), evidence_.hint);
    for (UnitResult& result : shard.results) set_log(result);
    shard.problem = std::move(problem_);
    return shard;
  }

  // A single test's log includes its fixtures' output, or everything if no test ran.
  void set_log(UnitResult& result) const {
    if (units_.size() > 1 && !never_ran()) return;
    result.output = OutputRange::whole();
    if (log_.tests.empty() || problem_) return;
    const auto logged = std::views::values(log_.tests);
    result.output = {std::ranges::min(logged, {}, &LogTest::begin).begin,
                     std::ranges::max(logged, {}, &LogTest::end).end};
  }

  std::span<const std::size_t> units_;
  std::span<const ListedTest> tests_;
  const Evidence& evidence_;
  std::optional<Verdict> verdict_;
  Log log_;
  std::map<unsigned, JunitTest> junit_;  // by number
  std::vector<std::optional<UnitResult>> outcomes_;
  std::optional<ShardProblem> problem_;
};

}  // namespace

ShardResults combine(std::span<const std::size_t> units, std::span<const ListedTest> tests,
                     const Evidence& evidence, const std::optional<std::string>& junit) {
  return Combination(units, tests, evidence, junit).combine();
}

}  // namespace isorun::ctest
