#include "run/inquiry.hpp"

#include <cerrno>
#include <optional>
#include <utility>

#include <fmt/format.h>

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

// A sandbox that is stopped, as after its timeout, ends in the same way.
bool is_lost(const Evidence& evidence) {
  return evidence.ending.how == Ending::How::lost && evidence.stop == Evidence::Stop::none;
}

}  // namespace

Result<Attempt> run_to_end(Sandbox& sandbox, Signals& signals, const ShardCommand& command,
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

Result<Attempt> inquire(Sandbox& sandbox, Signals& signals, const ShardCommand& command,
                        const Attempt::Start& how, const char* doing) {
  Result<Attempt> attempt = run_to_end(sandbox, signals, command, how, doing);
  if (attempt && is_lost(attempt->evidence()))
    return std::unexpected(
        Error{Phase::run, 0, fmt::format("{}: the sandbox was killed from outside", doing)});
  return attempt;
}

}  // namespace isorun
