#include "suite/script_verdict.hpp"

#include <algorithm>

#include "suite/verdict.hpp"

namespace isorun {
namespace {

constexpr int skipped = 77;
constexpr int hard_error = 99;

Verdict judge_exit(const Evidence& evidence, Verdict verdict, std::span<const int> skip_codes,
                   TapUse use) {
  const int code = evidence.ending.code;
  const bool says_skipped = code == skipped || std::ranges::count(skip_codes, code) > 0;
  if (code == hard_error && !says_skipped) return {verdict.reason, "hard error (exit code 99)"};
  // A skipped script may stop before its plan, but earlier failures count.
  if (says_skipped && use == TapUse::expected) use = TapUse::possible;
  const std::optional<Tap> tap =
      use == TapUse::ignored ? std::nullopt : read_tap(evidence.output, use);
  const bool is_good = !tap || tap->failure.empty();
  if (says_skipped && is_good) return {Reason::skipped, verdict.detail};
  if (!is_good) {
    const bool passed = verdict.reason == Reason::passed;
    return {passed ? Reason::failed : verdict.reason, tap->failure};
  }
  if (tap && tap->skip_all && code == 0) return {Reason::skipped, *tap->skip_all};
  return verdict;
}

// The output goes to the first unit, because its owner is unknown.
ShardResults share(const UnitResult& result, std::span<const std::size_t> units) {
  ShardResults shard;
  for (const std::size_t unit : units) {
    shard.results.push_back({.unit = unit,
                             .reason = result.reason,
                             .duration = result.duration / units.size(),
                             .detail = result.detail,
                             .output = unit == units.front() ? result.output : OutputRange{}});
  }
  return shard;
}

}  // namespace

ShardResults judge_script(std::size_t unit, const Evidence& evidence,
                          std::span<const int> skip_codes, TapUse use) {
  ShardResults shard = judge_single(unit, evidence);
  const bool exited =
      evidence.stop == Evidence::Stop::none && evidence.ending.how == Ending::How::exited;
  if (!exited || shard.results.empty()) return shard;
  UnitResult& result = shard.results.front();
  Verdict verdict = judge_exit(evidence, {result.reason, result.detail}, skip_codes, use);
  result.reason = verdict.reason;
  result.detail = std::move(verdict.detail);
  return shard;
}

ShardResults judge_together(std::span<const std::size_t> units, const Evidence& evidence,
                            std::span<const int> skip_codes, TapUse use) {
  ShardResults shard = judge_script(units.front(), evidence, skip_codes, use);
  if (units.size() == 1) return shard;
  if (shard.results.empty()) return {.not_run = {units.begin(), units.end()}};
  const UnitResult first = shard.results.front();
  // One unit is the cause: running each alone shows which.
  const bool is_of_all = first.reason == Reason::passed || first.reason == Reason::exec_failed;
  if (!is_of_all) return {.not_run = {units.begin(), units.end()}, .tells_one_by_one = true};
  return share(first, units);
}

}  // namespace isorun
