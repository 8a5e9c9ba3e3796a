#include "suite/single_test.hpp"

#include <utility>

#include "suite/verdict.hpp"

namespace isorun {

namespace {

// The test passed, judging by the ending alone.
void doubt(UnitResult& result, Summary summary) {
  if (summary == Summary::skipped) result.reason = Reason::skipped;
  if (summary != Summary::absent && summary != Summary::nothing_ran) return;
  result.reason = Reason::failed;
  result.detail = summary == Summary::absent ? "the program exited with code 0 during this test"
                                             : "the program did not run this test";
}

}  // namespace

ShardResults judge_single(std::size_t unit, const Evidence& evidence, Told told) {
  ShardResults shard = judge_single(unit, evidence);
  if (shard.results.empty()) return shard;
  UnitResult& result = shard.results.front();
  const bool is_silent = told.summary == Summary::absent && told.may_be_silent;
  if (result.reason == Reason::passed && !is_silent)
    doubt(result, told.summary);
  else if (result.reason == Reason::failed && !told.failure.empty())
    result.detail = std::move(told.failure);
  return shard;
}

}  // namespace isorun
