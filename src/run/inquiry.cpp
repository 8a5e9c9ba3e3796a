#include "run/inquiry.hpp"

#include <cerrno>
#include <optional>
#include <utility>

#include "run/outside_loop.hpp"
#include "run/shard_output.hpp"

namespace isorun {
namespace {

// The answer is kept in memory.
constexpr std::uint64_t longest_answer = 256UL << 20;

std::optional<Error> error_of(const Ending& ending) {
  if (ending.how == Ending::How::setup_failed) return ending.error;
  if (ending.how != Ending::How::exec_failed) return std::nullopt;
  Error error = ending.error;
  error.phase = Phase::usage;
  return error;
}

}  // namespace

Result<Attempt> inquire(Sandbox& sandbox, Signals& signals, const ShardCommand& command,
                        const Attempt::Start& how, const char* doing, UniqueFd log) {
  const std::uint64_t most = log ? ShardOutput::no_limit : longest_answer;
  Result<ShardOutputs> outputs = ShardOutputs::open();
  if (!outputs) return std::unexpected(outputs.error());
  Result<Attempt> attempt =
      start_outside_loop(sandbox, command, how, *outputs, most, std::move(log));
  if (!attempt) return std::unexpected(attempt.error());
  bool is_interrupted = false;
  Attempt* const running[] = {&*attempt};
  while (!attempt->poll()) {
    if (wait_for(running, *outputs, signals) == Woken::by_event) continue;
    is_interrupted = true;
    attempt->stop(Evidence::Stop::interrupted);
  }
  if (is_interrupted) return std::unexpected(Error{Phase::run, EINTR, doing});
  if (const std::optional<Error> error = error_of(attempt->evidence().ending))
    return std::unexpected(*error);
  return attempt;
}

}  // namespace isorun
