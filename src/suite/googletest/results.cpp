#include "suite/googletest/results.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "suite/googletest/json.hpp"
#include "suite/googletest/log.hpp"
#include "suite/outcomes.hpp"
#include "suite/verdict.hpp"

namespace isorun::googletest {
namespace {

class Combination {
 public:
  Combination(std::span<const std::size_t> units, std::span<const std::string_view> names,
              const Evidence& evidence, const std::optional<std::string>& json)
      : units_(units),
        names_(names),
        evidence_(evidence),
        verdict_(judge(evidence)),
        log_(read_log(evidence.output, names)),
        outcomes_(units.size()) {
    if (json) report_ = read_json(*json);
  }

  ShardResults combine() {
    take_log();
    take_report();
    charge_running();
    if (verdict_ && verdict_->reason != Reason::passed) explain(*verdict_);
    return finish();
  }

 private:
  void take_log() {
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      const LogTest& test = log_.tests[i];
      if (!test.reason) continue;
      outcomes_[i] = UnitResult{.reason = *test.reason, .duration = test.duration};
      if (*test.reason == Reason::failed) outcomes_[i]->detail = "failed";
    }
  }

  // The report is more reliable: tests can print text that looks like a marker.
  void take_report() {
    if (!report_) return;
    std::unordered_map<std::string_view, std::size_t> index;
    for (std::size_t i = 0; i < names_.size(); ++i) index.emplace(names_[i], i);
    for (const JsonTest& test : *report_) {
      const auto found = index.find(test.name);
      if (found == index.end() || !test.reason) continue;
      // With --gtest_repeat the report only has the last round; the log has the failed one.
      const auto& in_log = log_.tests[found->second];
      if (in_log.starts > 1 && in_log.reason == Reason::failed) continue;
      outcomes_[found->second] =
          UnitResult{.reason = *test.reason, .duration = test.duration, .detail = test.failure};
    }
  }

  // The test that was running when the program died is the cause.
  void charge_running() {
    const bool came_to_its_end = report_ && evidence_.ending.how == Ending::How::exited;
    if (!log_.running || came_to_its_end) return;
    if (!verdict_)
      outcomes_[*log_.running].reset();
    else if (verdict_->reason == Reason::passed)
      charge(*log_.running, {Reason::failed, "the program exited with code 0 during this test"});
    else
      charge(*log_.running, *verdict_);
  }

  void charge(std::size_t i, const Verdict& verdict) {
    outcomes_[i] = UnitResult{.reason = verdict.reason, .detail = verdict.detail};
    charged_ = true;
  }

  // The program failed: if no test accounts for that, the run fails.
  void explain(const Verdict& verdict) {
    const bool exited =
        evidence_.stop == Evidence::Stop::none && evidence_.ending.how == Ending::How::exited;
    const auto failed = [](const auto& outcome) { return outcome && !is_good(outcome->reason); };
    const bool any_failed = std::ranges::any_of(outcomes_, failed);
    if (charged_ || (exited && any_failed && (report_ || settled()))) return;
    if (never_ran())
      for (std::size_t i = 0; i < outcomes_.size(); ++i) charge(i, verdict);
    else if (!report_ && !log_.setting_up.empty())
      charge_suite(verdict);
    if (!charged_) problem_ = ShardProblem{verdict.reason, verdict.detail + describe()};
  }

  // The sandbox or the program could not start: the same for all tests.
  [[nodiscard]] bool never_ran() const {
    return evidence_.ending.how == Ending::How::setup_failed ||
           evidence_.ending.how == Ending::How::exec_failed;
  }

  [[nodiscard]] bool settled() const {
    return std::ranges::all_of(outcomes_, [](const auto& outcome) { return outcome.has_value(); });
  }

  // SetUpTestSuite ended the program: this suite's tests can never run.
  void charge_suite(const Verdict& verdict) {
    const std::string prefix = log_.setting_up + ".";
    const Verdict in_set_up = {verdict.reason, verdict.detail + " in SetUpTestSuite"};
    for (std::size_t i = 0; i < outcomes_.size(); ++i)
      if (!outcomes_[i] && names_[i].starts_with(prefix)) charge(i, in_set_up);
  }

  // The phase in which the program failed.
  [[nodiscard]] std::string describe() const {
    if (!log_.broken_suites.empty())
      return fmt::format(": SetUpTestSuite or TearDownTestSuite of {} failed",
                         fmt::join(log_.broken_suites, ", "));
    const auto ran = [](const LogTest& test) { return test.starts > 0; };
    if (settled()) return ", after every test had ended";
    if (report_ || std::ranges::any_of(log_.tests, ran)) return ", between two tests";
    return ", before any test started";
  }

  ShardResults finish() {
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      if (outcomes_[i]) set_log(*outcomes_[i], log_.tests[i]);
    }
    ShardResults shard = gather(units_, std::move(outcomes_), evidence_.hint);
    shard.problem = std::move(problem_);
    return shard;
  }

  // A single test's log is the whole log, including what was printed before and after it.
  void set_log(UnitResult& result, const LogTest& test) const {
    const bool whole = units_.size() == 1 || (test.starts == 0 && !is_good(result.reason));
    result.output = whole ? OutputRange::whole() : OutputRange{test.begin, test.end};
  }

  std::span<const std::size_t> units_;
  std::span<const std::string_view> names_;
  const Evidence& evidence_;
  std::optional<Verdict> verdict_;
  Log log_;
  std::optional<std::vector<JsonTest>> report_;
  std::vector<std::optional<UnitResult>> outcomes_;
  std::optional<ShardProblem> problem_;
  bool charged_ = false;  // a test accounts for the program's failure
};

}  // namespace

ShardResults combine(std::span<const std::size_t> units, std::span<const std::string_view> names,
                     const Evidence& evidence, const std::optional<std::string>& json) {
  return Combination(units, names, evidence, json).combine();
}

}  // namespace isorun::googletest
