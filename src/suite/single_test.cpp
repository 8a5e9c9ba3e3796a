#include "suite/single_test.hpp"

#include <utility>

#include "suite/verdict.hpp"

namespace isorun {

namespace {

// Judging by the ending alone, the test passed; the summary may say otherwise.
void doubt(UnitResult& result, Summary summary) {
  if (summary == Summary::skipped) result.reason = Reason::skipped;
  if (summary != Summary::absent && summary != Summary::nothing_ran) return;
  result.reason = Reason::failed;
  result.detail = summary == Summary::absent ? "the program exited with code 0 during this test"
                                             : "the program did not run this test";
}

}  // namespace

ShardResults SingleTestSuite::results(std::span<const std::size_t> shard,
                                      const Evidence& evidence) const {
  ShardResults judged = judge_single(shard.front(), evidence);
  if (judged.results.empty()) return judged;
  UnitResult& result = judged.results.front();
  const Summary summary = reader_.summary(evidence.output);
  std::string failure = reader_.failure(evidence.log);
  const bool is_silent = summary == Summary::absent && may_be_silent_;
  if (result.reason == Reason::passed && !is_silent)
    doubt(result, summary);
  else if (result.reason == Reason::failed && !failure.empty())
    result.detail = std::move(failure);
  return judged;
}

}  // namespace isorun
