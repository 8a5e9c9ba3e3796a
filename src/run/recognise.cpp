#include "run/recognise.hpp"

#include <cerrno>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/mman.h>

#include "base/utf8.hpp"
#include "run/attempt.hpp"
#include "run/read_file.hpp"
#include "suite/framework.hpp"
#include "suite/list.hpp"
#include "suite/sharded.hpp"

namespace isorun {
namespace {

// A command that does not know the question may answer by running its tests.
constexpr std::chrono::seconds patience{20};

UserCommand user_command(const Options& options) {
  UserCommand command{.argv = options.command};
  for (char** variable = environ; *variable != nullptr; ++variable)
    command.environment.emplace_back(*variable);
  return command;
}

Result<std::string> read_list(const std::string& path) {
  Result<std::string> text =
      path == "-" ? read_file(STDIN_FILENO, "standard input") : read_file(path);
  if (!text) text.error().phase = Phase::usage;
  return text;
}

void attend(Attempt& attempt, Signals& signals, bool& is_interrupted) {
  while (!attempt.poll()) {
    pollfd sources[2] = {{attempt.event_fd(), POLLIN, 0}, {signals.fd(), POLLIN, 0}};
    const std::optional<timespec> left = attempt.deadline().left();
    ::ppoll(sources, 2, left ? &*left : nullptr, nullptr);
    while (signals.next()) {
      is_interrupted = true;
      attempt.stop(Evidence::Stop::interrupted);
    }
    attempt.keep_time();
  }
}

std::optional<Error> failure(const Ending& ending, const std::string& program) {
  if (ending.how == Ending::How::setup_failed) return ending.error;
  if (ending.how != Ending::How::exec_failed) return std::nullopt;
  return Error{Phase::usage, ending.code, fmt::format("executing {}", printable(program))};
}

Result<Recognised> ask(const Framework& framework, Sandbox& sandbox, Signals& signals,
                       const UserCommand& command) {
  UniqueFd log(::memfd_create("listing", MFD_CLOEXEC));
  if (!log) return std::unexpected(Error{Phase::run, errno, "making a file for the listing"});
  Result<Attempt> attempt =
      Attempt::start(sandbox, framework.listing(command, sandbox.results_directory()), 0, -1,
                     std::move(log), patience);
  if (!attempt) return std::unexpected(attempt.error());
  bool is_interrupted = false;
  attend(*attempt, signals, is_interrupted);
  if (is_interrupted) return std::unexpected(Error{Phase::run, EINTR, "listing the tests"});
  const Evidence evidence = attempt->evidence();
  if (const std::optional<Error> error = failure(evidence.ending, command.argv[0]))
    return std::unexpected(*error);
  Result<std::unique_ptr<Suite>> suite = framework.recognise(command, evidence);
  if (!suite) return std::unexpected(suite.error());
  return Recognised{std::move(*suite), evidence.ending.wall};
}

}  // namespace

Result<Recognised> recognise(Sandbox& sandbox, Signals& signals, const Options& options) {
  const UserCommand command = user_command(options);
  if (!options.list.empty()) {
    const Result<std::string> text = read_list(options.list);
    if (!text) return std::unexpected(text.error());
    Result<std::unique_ptr<Suite>> suite = make_list(command, *text);
    if (!suite) return std::unexpected(suite.error());
    return Recognised{std::move(*suite), {}};
  }
  if (options.sharding == Sharding::none) return Recognised{make_copies(command, options.jobs), {}};
  for (const Framework& framework : frameworks()) {
    Result<Recognised> recognised = ask(framework, sandbox, signals, command);
    if (!recognised || recognised->suite != nullptr) return recognised;
  }
  return Recognised{make_sharded(command, options.jobs), {}};
}

}  // namespace isorun
