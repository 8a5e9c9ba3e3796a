#include "suite/verdict.hpp"

#include <cstring>

#include <fmt/format.h>

namespace isorun {
namespace {

Verdict judge_ending(const Ending& ending) {
  switch (ending.how) {
    case Ending::How::exited:
      if (ending.code == 0) return {};
      return {Reason::failed, fmt::format("exit code {}", ending.code)};
    case Ending::How::signaled:
      return {Reason::signaled, signal_name(ending.code)};
    case Ending::How::setup_failed:
    case Ending::How::service_failed:
      return {Reason::setup_failed, to_string(ending.error)};
    case Ending::How::exec_failed:
      return {Reason::exec_failed, to_string(ending.error)};
    case Ending::How::lost:
      break;
  }
  return {Reason::signaled, "the sandbox was killed from outside"};
}

}  // namespace

std::optional<std::string> file_if_passed(const Evidence& evidence, std::string_view name) {
  const std::optional<Verdict> verdict = judge(evidence);
  if (!verdict || verdict->reason != Reason::passed) return std::nullopt;
  return evidence.file(name);
}

std::string signal_name(int number) {
  const char* name = ::sigabbrev_np(number);
  return name == nullptr ? fmt::format("signal {}", number) : fmt::format("SIG{}", name);
}

std::optional<Verdict> judge(const Evidence& evidence) {
  if (evidence.stop == Evidence::Stop::interrupted) return std::nullopt;
  if (evidence.stop == Evidence::Stop::timeout) {
    const std::chrono::duration<double> wall = evidence.ending.wall;
    return Verdict{Reason::timeout, fmt::format("timed out after {:.3f}s", wall.count())};
  }
  Verdict verdict = judge_ending(evidence.ending);
  if (verdict.reason != Reason::passed && evidence.hint) verdict.reason = *evidence.hint;
  return verdict;
}

ShardResults results_of(const Suite& suite, std::span<const std::size_t> units,
                        const Evidence& evidence) {
  if (evidence.ending.how == Ending::How::service_failed) {
    const std::optional<Verdict> verdict = judge(evidence);
    if (!verdict) return {.not_run = {units.begin(), units.end()}};
    ShardResults results;
    for (const std::size_t unit : units)
      results.results.push_back({.unit = unit,
                                 .reason = verdict->reason,
                                 .detail = verdict->detail,
                                 .output = OutputRange::whole()});
    return results;
  }
  ShardResults results = suite.results(units, evidence);
  for (UnitResult& result : results.results) {
    if (is_good(result.reason)) continue;
    for (const std::string& lost : evidence.lost_services)
      result.detail += fmt::format("{}{}", result.detail.empty() ? "" : "; ", lost);
  }
  return results;
}

ShardResults judge_single(std::size_t unit, const Evidence& evidence) {
  const std::optional<Verdict> verdict = judge(evidence);
  if (!verdict) return {.not_run = {unit}};
  return {.results = {{.unit = unit,
                       .reason = verdict->reason,
                       .duration = evidence.ending.wall,
                       .detail = verdict->detail,
                       .output = OutputRange::whole()}}};
}

}  // namespace isorun
