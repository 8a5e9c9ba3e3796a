#include "run/outside_loop.hpp"

#include <signal.h>
#include <utility>

#include "base/wakeups.hpp"

namespace isorun {

Result<Attempt> start_outside_loop(Sandbox& sandbox, const ShardCommand& command,
                                   const Attempt::Start& how, ShardOutputs& outputs,
                                   std::uint64_t most, UniqueFd log, ShardServices services) {
  if (!log) {
    Result<UniqueFd> memory = make_memory_file();
    if (!memory) return std::unexpected(memory.error());
    log = std::move(*memory);
  }
  auto output = ShardOutput::open(std::move(log), make_memory_file, {.most = most});
  if (!output) return std::unexpected(output.error());
  if (Result<void> added = outputs.add(**output); !added) return std::unexpected(added.error());
  LocalExecutor executor(sandbox);
  return Attempt::start(executor, command, how, std::move(*output), std::move(services));
}

Woken wait_for(std::span<Attempt* const> attempts, ShardOutputs& outputs, Signals& signals) {
  Wakeups wakeups({outputs.fd(), signals.fd()});
  for (const Attempt* attempt : attempts) attempt->add_to(wakeups);
  wakeups.wait();
  outputs.pump();
  Woken woken = Woken::by_event;
  while (const std::optional<Signals::Event> event = signals.next()) {
    switch (event->number) {
      case SIGTSTP:
        ::raise(SIGSTOP);  // the commands continue in sessions of their own
        break;
      case SIGUSR1:
      case SIGCONT:
        break;
      default:
        woken = Woken::by_signal;
    }
  }
  for (Attempt* attempt : attempts) attempt->keep_time();
  return woken;
}

}  // namespace isorun
