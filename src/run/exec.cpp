#include "run/exec.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include <isorun/sandbox.hpp>

#include "base/deadline.hpp"
#include "base/streams.hpp"
#include "base/support.hpp"
#include "base/variable.hpp"
#include "base/wakeups.hpp"
#include "results/exit_codes.hpp"
#include "run/signals.hpp"
#include "suite/pytest/gateway.hpp"

namespace isorun {
namespace {

// The caller's terminal, which the command sees as /dev/console; empty: there is none.
std::string own_terminal() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (const char* name = ::ttyname(stream)) return name;
  }
  return {};
}

// Standard input and output belong to the command now: its peer must notice when the command closes
// them. isorun's own messages go to standard error.
void let_go_of_standard_streams() {
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO}) ::dup2(null.get(), stream);
}

// Forwards signals and keeps the time limit until the command ends.
Ending attend(Shard& shard, Signals& signals, Deadline deadline, bool& is_late) {
  for (;;) {
    Wakeups({shard.event_fd(), signals.fd()}, deadline).wait();
    if (const std::optional<Ending> ending = shard.poll()) return *ending;
    while (const std::optional<Signals::Event> event = signals.next()) {
      if (!event->from_terminal) shard.signal(event->number);
    }
    if (!deadline.has_passed()) continue;
    shard.signal(is_late ? SIGKILL : SIGTERM);
    is_late = true;
    deadline = Deadline::in(grace);
  }
}

Result<int> code_of(const Ending& ending) {
  switch (ending.how) {
    case Ending::How::exited:
      return ending.code;
    case Ending::How::signaled:
      return 128 + ending.code;
    case Ending::How::exec_failed:
      print_error(fmt::format("isorun: {}\n", to_string(ending.error)));
      return ending.code == ENOENT ? exit_code::not_found : exit_code::not_executable;
    case Ending::How::setup_failed:
    case Ending::How::service_failed:
      return std::unexpected(ending.error);
    case Ending::How::lost:
      break;
  }
  return std::unexpected(
      Error{Phase::run, 0, "the sandbox vanished: its first process was killed from outside"});
}

Result<int> exec_in(Sandbox& sandbox, Signals& signals, const std::vector<std::string>& argv,
                    std::chrono::nanoseconds timeout) {
  const std::vector<std::string_view> environment = variables();
  Result<Shard> shard = sandbox.start({.argv = argv,
                                       .environment = {environment.begin(), environment.end()},
                                       .input = STDIN_FILENO,
                                       .output = STDOUT_FILENO,
                                       .error = STDERR_FILENO,
                                       .session = Command::Session::caller});
  if (!shard) return std::unexpected(shard.error());
  let_go_of_standard_streams();
  bool is_late = false;
  const Ending ending = attend(*shard, signals, Deadline::in(timeout), is_late);
  if (is_late) return exit_code::timed_out;
  return code_of(ending);
}

}  // namespace

Result<int> exec_in_sandbox(const Options& options) {
  Result<Signals> signals = Signals::open({SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2});
  if (!signals) return std::unexpected(signals.error());
  Layout layout = options.layout;
  layout.terminal = own_terminal();
  const std::vector<std::string> argv = pytest::with_gateway(options.command, support_directory());
  if (argv != options.command) layout.visible.push_back(support_directory());
  Result<Sandbox> sandbox = Sandbox::open(layout);
  if (!sandbox) return std::unexpected(sandbox.error());
  Result<int> code = exec_in(*sandbox, *signals, argv, options.command_timeout);
  if (const Result<void> closed = sandbox->close(); !closed) print_warning(closed.error());
  return code;
}

}  // namespace isorun
