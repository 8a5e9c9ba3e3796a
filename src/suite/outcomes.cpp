#include "suite/outcomes.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "suite/verdict.hpp"

namespace isorun {
namespace {

class Settlement {
 public:
  Settlement(std::span<const std::size_t> units, const Evidence& evidence, Outcomes outcomes)
      : units_(units),
        evidence_(evidence),
        verdict_(judge(evidence)),
        outcomes_(std::move(outcomes)) {}

  ShardResults settle() {
    if (verdict_)
      explain(*verdict_);
    else if (outcomes_.running)
      outcomes_.tests[*outcomes_.running].reset();
    return finish();
  }

 private:
  void explain(const Verdict& verdict) {
    if (verdict.reason == Reason::passed)
      explain_success();
    else if (outcomes_.running)
      charge(*outcomes_.running, verdict);
    else if (!accounts_for_exit())
      explain_failure(verdict);
  }

  void explain_success() {
    const auto has_outcome = [](const auto& test) { return test.has_value(); };
    const bool any = std::ranges::any_of(outcomes_.tests, has_outcome);
    if (outcomes_.running)
      charge(*outcomes_.running,
             {Reason::failed, "the program exited with code 0 during this test"});
    else if (outcomes_.is_complete && !any)
      charge_all({Reason::failed, "the program did not run this test"});
    else if (!outcomes_.is_complete && units_.size() == 1)
      charge_all({Reason::failed, "the program exited with code 0 before its summary"});
    else if (!outcomes_.is_complete)
      problem_ = {Reason::failed, "the program exited with code 0 before its summary"};
  }

  // The exit code may say that tests failed or all were skipped.
  [[nodiscard]] bool accounts_for_exit() const {
    if (evidence_.stop != Evidence::Stop::none || evidence_.ending.how != Ending::How::exited)
      return false;
    if (!outcomes_.is_complete && !settled()) return false;
    const auto failed = [](const auto& test) { return test && !is_good(test->reason); };
    const auto skipped = [](const auto& test) { return test && test->reason == Reason::skipped; };
    return outcomes_.others_failed || std::ranges::any_of(outcomes_.tests, failed) ||
           (outcomes_.is_complete && std::ranges::all_of(outcomes_.tests, skipped));
  }

  void explain_failure(const Verdict& verdict) {
    const bool never_ran = evidence_.ending.how == Ending::How::setup_failed ||
                           evidence_.ending.how == Ending::How::exec_failed;
    if (never_ran || (units_.size() == 1 && !settled()))
      charge_all(verdict);
    else
      problem_ = {verdict.reason, verdict.detail + describe()};
  }

  // The phase in which the program failed.
  [[nodiscard]] const char* describe() const {
    if (settled()) return ", after every test had ended";
    const auto ended = [](const auto& test) { return test.has_value(); };
    return std::ranges::any_of(outcomes_.tests, ended) ? ", between two tests"
                                                       : ", before any test started";
  }

  [[nodiscard]] bool settled() const {
    return std::ranges::all_of(outcomes_.tests, [](const auto& test) { return test.has_value(); });
  }

  // The program's own words about the test take precedence over its ending if they say more.
  void charge(std::size_t i, const Verdict& verdict) {
    std::optional<UnitResult>& test = outcomes_.tests[i];
    if (!test && outcomes_.running == i)
      test = UnitResult{.output = {outcomes_.running_since, OutputRange::last}};
    if (!test) test.emplace();
    const bool says_more = verdict.reason == Reason::failed && test->reason == Reason::failed;
    test->reason = verdict.reason;
    if (!says_more || test->detail.empty()) test->detail = verdict.detail;
  }

  void charge_all(const Verdict& verdict) {
    for (std::size_t i = 0; i < outcomes_.tests.size(); ++i) charge(i, verdict);
  }

  ShardResults finish() {
    ShardResults shard = gather(units_, std::move(outcomes_.tests), evidence_.hint);
    for (UnitResult& result : shard.results) {
      // A single test's log is the whole log. A failure at an unknown position shows all of it.
      const bool is_lost = result.output.empty() && !is_good(result.reason);
      if (units_.size() != 1 && !is_lost) continue;
      result.output = OutputRange::whole();
      result.pieces.clear();
    }
    shard.problem = std::move(problem_);
    return shard;
  }

  std::span<const std::size_t> units_;
  const Evidence& evidence_;
  std::optional<Verdict> verdict_;
  Outcomes outcomes_;
  std::optional<ShardProblem> problem_;
};

}  // namespace

ShardResults settle(std::span<const std::size_t> units, const Evidence& evidence,
                    Outcomes outcomes) {
  return Settlement(units, evidence, std::move(outcomes)).settle();
}

ShardResults judge_unreported(std::span<const std::size_t> units, ShardResults alone,
                              std::string_view complaint) {
  if (units.size() > 1) return {.not_run = {units.begin(), units.end()}, .tells_one_by_one = true};
  for (UnitResult& result : alone.results) {
    if (result.reason != Reason::passed) continue;
    result.reason = Reason::failed;
    result.detail = complaint;
  }
  return alone;
}

ShardResults gather(std::span<const std::size_t> units,
                    std::vector<std::optional<UnitResult>> outcomes, std::optional<Reason> hint) {
  ShardResults shard;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (!outcomes[i]) {
      shard.not_run.push_back(units[i]);
      continue;
    }
    UnitResult& result = *outcomes[i];
    result.unit = units[i];
    const bool by_itself = result.reason == Reason::failed || result.reason == Reason::signaled;
    if (by_itself && hint) result.reason = *hint;
    shard.results.push_back(std::move(result));
  }
  return shard;
}

void add(std::optional<UnitResult>& outcome, UnitResult more) {
  if (!outcome) {
    outcome = std::move(more);
    return;
  }
  more.duration += outcome->duration;
  more.output = {std::min(more.output.begin, outcome->output.begin),
                 std::max(more.output.end, outcome->output.end)};
  if (!more.pieces.empty() && !outcome->pieces.empty())
    more.pieces.insert(more.pieces.begin(), outcome->pieces.begin(), outcome->pieces.end());
  else
    more.pieces.clear();
  more.tests.insert(more.tests.begin(), std::make_move_iterator(outcome->tests.begin()),
                    std::make_move_iterator(outcome->tests.end()));
  const bool says_no_more = more.reason == outcome->reason && more.detail.empty();
  const bool keeps = !is_good(outcome->reason) || says_no_more ||
                     (outcome->reason == Reason::passed && more.reason == Reason::skipped);
  if (keeps) {
    more.reason = outcome->reason;
    more.detail = std::move(outcome->detail);
  }
  outcome = std::move(more);
}

}  // namespace isorun
