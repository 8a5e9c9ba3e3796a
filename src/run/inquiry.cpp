#include "run/inquiry.hpp"

#include <cerrno>
#include <optional>
#include <poll.h>
#include <signal.h>
#include <utility>

#include <sys/mman.h>

#include "run/shard_output.hpp"

namespace isorun {
namespace {

// The answer is kept in memory.
constexpr std::uint64_t longest_answer = 256UL << 20;

void attend(Attempt& attempt, ShardOutputs& outputs, Signals& signals, bool& is_interrupted) {
  while (!attempt.poll()) {
    pollfd sources[] = {
        {attempt.event_fd(), POLLIN, 0}, {outputs.fd(), POLLIN, 0}, {signals.fd(), POLLIN, 0}};
    const std::optional<timespec> left = attempt.deadline().left();
    ::ppoll(sources, std::size(sources), left ? &*left : nullptr, nullptr);
    outputs.pump();
    while (const std::optional<Signals::Event> event = signals.next()) {
      switch (event->number) {
        case SIGTSTP:
          ::raise(SIGSTOP);  // the command continues in a session of its own
          break;
        case SIGUSR1:
        case SIGCONT:
          break;
        default:
          is_interrupted = true;
          attempt.stop(Evidence::Stop::interrupted);
      }
    }
    attempt.keep_time();
  }
}

std::optional<Error> failure(const Ending& ending) {
  if (ending.how == Ending::How::setup_failed) return ending.error;
  if (ending.how != Ending::How::exec_failed) return std::nullopt;
  Error error = ending.error;
  error.phase = Phase::usage;
  return error;
}

Result<UniqueFd> make_file() {
  UniqueFd file(::memfd_create("answer", MFD_CLOEXEC));
  if (!file) return std::unexpected(Error{Phase::run, errno, "making a file for the answer"});
  return file;
}

}  // namespace

Result<Attempt> inquire(Sandbox& sandbox, Signals& signals, const ShardCommand& command,
                        const InquiryLimits& limits, const char* doing) {
  Result<UniqueFd> log = make_file();
  if (!log) return std::unexpected(log.error());
  Result<ShardOutputs> outputs = ShardOutputs::open();
  if (!outputs) return std::unexpected(outputs.error());
  auto output = ShardOutput::open(std::move(*log), make_file, {.most = longest_answer});
  if (!output) return std::unexpected(output.error());
  if (Result<void> added = outputs->add(**output); !added) return std::unexpected(added.error());
  Result<Attempt> attempt = Attempt::start(sandbox, command, 0, {.errors = limits.errors},
                                           std::move(*output), limits.time);
  if (!attempt) return std::unexpected(attempt.error());
  bool is_interrupted = false;
  attend(*attempt, *outputs, signals, is_interrupted);
  if (is_interrupted) return std::unexpected(Error{Phase::run, EINTR, doing});
  if (const std::optional<Error> error = failure(attempt->evidence().ending))
    return std::unexpected(*error);
  return attempt;
}

}  // namespace isorun
