#include "suite/pytest/results.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "suite/marks.hpp"
#include "suite/outcomes.hpp"
#include "suite/pytest/log.hpp"
#include "suite/verdict.hpp"

namespace isorun::pytest {
namespace {

// pytest's exit codes (its manual, "Exit codes").
constexpr int tests_failed = 1;
constexpr int interrupted = 2;
constexpr int no_tests_collected = 5;
constexpr std::string_view meanings[] = {"",
                                         "though no test failed",
                                         "interrupted",
                                         "an internal error of pytest",
                                         "a usage error",
                                         "no tests collected"};

class Combination {
 public:
  Combination(std::span<const std::size_t> units, std::span<const std::string_view> names,
              const Evidence& evidence, unsigned max_fail)
      : units_(units),
        evidence_(evidence),
        max_fail_(max_fail),
        verdict_(judge(evidence)),
        marks_(evidence.output),
        outcomes_(units.size()) {
    for (std::size_t i = 0; i < names.size(); ++i) index_.emplace(names[i], i);
  }

  ShardResults combine(const std::optional<std::string>& reports) {
    if (reports) {
      // Ignore a truncated last line: its test has not ended.
      for (const std::string_view line : lines(*reports)) take(line);
    }
    charge_running();
    if (verdict_ && verdict_->reason != Reason::passed) explain(*verdict_);
    return finish();
  }

 private:
  void take(std::string_view line) {
    const auto report = json::parse(line);
    if (!report) return;
    if (const auto i = unit_in(*report, "start"))
      start(*i, *report);
    else if (const auto ended = unit_in(*report, "test"))
      end(*ended, *report);
    else if (const auto missing = unit_in(*report, "missing"))
      lose(*missing);
    else if (const auto broke = unit_in(*report, "broke"))
      blame(*broke, json::string_in(*report, "detail").value_or(""));
  }

  std::optional<std::size_t> unit_in(const json::Value& report, const char* member) {
    const auto name = json::string_in(report, member);
    const auto found = name ? index_.find(*name) : index_.end();
    if (found == index_.end()) return std::nullopt;
    return found->second;
  }

  [[nodiscard]] OutputRange range(const json::Value& report) const {
    return marks_.between(json::string_in(report, "begin").value_or(""),
                          json::string_in(report, "end").value_or(""));
  }

  void start(std::size_t i, const json::Value& report) {
    running_.insert_or_assign(i, range(report));
  }

  // Tests with equal names are one unit: it fails if any of them does.
  void end(std::size_t i, const json::Value& report) {
    running_.erase(i);
    if (outcomes_[i] && !is_good(outcomes_[i]->reason)) return;
    const auto outcome = json::string_in(report, "outcome");
    outcomes_[i] =
        UnitResult{.reason = reason_named(outcome.value_or("")).value_or(Reason::failed),
                   .duration = duration_told(json::number_in(report, "seconds").value_or(0)),
                   .detail = printable(json::string_in(report, "detail").value_or("")),
                   .output = range(report)};
    if (outcomes_[i]->reason == Reason::failed && ran_out_of_disk(*outcomes_[i]))
      outcomes_[i]->reason = Reason::disk_full;
  }

  [[nodiscard]] bool ran_out_of_disk(const UnitResult& result) const {
    return evidence_.hint == Reason::disk_full &&
           output_of(result).contains(strerrordesc_np(ENOSPC));
  }

  [[nodiscard]] std::string_view output_of(const UnitResult& result) const {
    const auto& [begin, end] = result.output;
    return evidence_.output.substr(begin, end - begin);
  }

  void lose(std::size_t i) {
    if (outcomes_[i]) return;
    outcomes_[i] = UnitResult{.reason = Reason::failed,
                              .detail =
                                  "pytest did not collect it again: its name, or whether it "
                                  "exists, changes from run to run",
                              .output = OutputRange::whole()};
  }

  // Among the tests running in several workers, this one broke pytest. The others run again.
  void blame(std::size_t i, std::string_view why) {
    const OutputRange range = running_.contains(i) ? running_.at(i) : OutputRange::whole();
    running_.clear();
    outcomes_[i] = UnitResult{.reason = Reason::failed,
                              .detail = fmt::format("an internal error of pytest{}{}",
                                                    why.empty() ? "" : ": ", printable(why)),
                              .output = range};
    is_broken_ = true;
  }

  // The test that was running when pytest died is the cause.
  void charge_running() {
    if (!verdict_ || is_broken_) return;
    const Verdict verdict =
        verdict_->reason == Reason::passed
            ? Verdict{Reason::failed, "pytest exited with code 0 during this test"}
            : *verdict_;
    for (const auto& [i, range] : running_)
      outcomes_[i] =
          UnitResult{.reason = verdict.reason, .detail = verdict.detail, .output = range};
  }

  // pytest failed: if no test accounts for that, the run fails.
  void explain(const Verdict& verdict) {
    const Ending& ending = evidence_.ending;
    if (ending.how == Ending::How::setup_failed || ending.how == Ending::How::exec_failed) {
      for (auto& outcome : outcomes_)
        outcome = UnitResult{.reason = verdict.reason, .detail = verdict.detail};
      return;
    }
    const bool exited = ending.how == Ending::How::exited && evidence_.stop == Evidence::Stop::none;
    if (!running_.empty() || is_broken_ || (exited && is_told(ending.code))) return;
    std::string detail = verdict.detail;
    const auto code = static_cast<std::size_t>(ending.code);
    if (exited && code < std::size(meanings)) detail += fmt::format(", {}", meanings[code]);
    const std::string said = own_message(evidence_.log);
    if (!said.empty()) detail += fmt::format(" ({})", said);
    problem_ = ShardProblem{verdict.reason, std::move(detail)};
  }

  // Whether the exit code agrees with the units' results.
  [[nodiscard]] bool is_told(int code) const {
    const auto failed = [](const auto& outcome) { return outcome && !is_good(outcome->reason); };
    const auto failures = std::ranges::count_if(outcomes_, failed);
    if (code == tests_failed) return failures > 0;
    // xdist ends like this at --maxfail.
    if (code == interrupted) return max_fail_ > 0 && std::cmp_greater_equal(failures, max_fail_);
    const auto ended = [](const auto& outcome) { return outcome.has_value(); };
    return code == no_tests_collected && std::ranges::all_of(outcomes_, ended);
  }

  ShardResults finish() {
    // The hint covers all of pytest's output; ran_out_of_disk() has found the test.
    ShardResults shard = gather(units_, std::move(outcomes_), std::nullopt);
    shard.problem = std::move(problem_);
    return shard;
  }

  std::span<const std::size_t> units_;
  const Evidence& evidence_;
  unsigned max_fail_;
  std::optional<Verdict> verdict_;
  std::unordered_map<std::string_view, std::size_t> index_;
  Marks marks_;
  std::vector<std::optional<UnitResult>> outcomes_;
  std::unordered_map<std::size_t, OutputRange> running_;  // and where its output starts
  std::optional<ShardProblem> problem_;
  bool is_broken_ = false;  // by a test that has been reported
};

}  // namespace

ShardResults combine(std::span<const std::size_t> units, std::span<const std::string_view> names,
                     const Evidence& evidence, const std::optional<std::string>& reports,
                     unsigned max_fail) {
  return Combination(units, names, evidence, max_fail).combine(reports);
}

}  // namespace isorun::pytest
