#include "collect/exec_rule.hpp"

#include <cerrno>
#include <csignal>
#include <expected>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/mman.h>

#include <isorun/sandbox.hpp>

#include "base/text.hpp"
#include "collect/tool.hpp"
#include "collect/unpack.hpp"

namespace isorun {

namespace {

std::unexpected<Error> failure(std::string what, int code = 0) {
  return std::unexpected(Error{Phase::collect, code, std::move(what)});
}

// A run blocks the signals that end it; here they wait to be seen.
bool is_told_to_stop() {
  sigset_t pending;
  ::sigpending(&pending);
  return ::sigismember(&pending, SIGINT) == 1 || ::sigismember(&pending, SIGTERM) == 1 ||
         ::sigismember(&pending, SIGHUP) == 1;
}

Ending attend(Shard& shard) {
  constexpr int patience_ms = 100;
  for (;;) {
    pollfd event = {shard.event_fd(), POLLIN, 0};
    ::poll(&event, 1, patience_ms);
    if (const std::optional<Ending> ending = shard.poll()) return *ending;
    if (is_told_to_stop()) shard.signal(SIGKILL);
  }
}

Result<void> judge(const std::string& name, const Ending& ending, int said) {
  const auto fail = [&](const std::string& how) {
    const std::string words = last_words(said);
    return failure(fmt::format("{} {}: {}", name, how, words.empty() ? "it said nothing" : words));
  };
  switch (ending.how) {
    case Ending::How::exited:
      if (ending.code == 0) return {};
      return fail(fmt::format("ended with code {}", ending.code));
    case Ending::How::signaled:
      return fail(fmt::format("was ended by signal {}", ending.code));
    case Ending::How::exec_failed:
      return failure(fmt::format("executing {}", name), ending.code);
    case Ending::How::setup_failed:
      return std::unexpected(ending.error);
    case Ending::How::lost:
      break;
  }
  return failure(fmt::format("{} vanished with its sandbox", name));
}

std::vector<std::string> own_environment() {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
  }
  return variables;
}

class ExecMerge final : public Merge {
 public:
  explicit ExecMerge(const Workplace& place) : files_(place.directory) {
    for (const std::string_view word : split(place.command, ' ')) {
      if (!word.empty()) command_.emplace_back(word);
    }
  }

  Result<void> add(const SourceFile& file, std::string_view content) override {
    return files_.add(file, content);
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    Output layout(out.directory(), out.name() + "-files");
    const auto paths = unpack(files_, layout);
    if (!paths) return std::unexpected(paths.error());
    if (const auto run = execute(out, *paths); !run) return std::unexpected(Problem{run.error()});
    return Merged();
  }

 private:
  [[nodiscard]] Result<void> execute(const Output& out,
                                     const std::vector<std::string>& paths) const {
    std::error_code error;
    const std::string place =
        std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", out.directory()), error);
    const UniqueFd result(::openat(out.directory(), out.name().c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    const UniqueFd said(::memfd_create("stderr", MFD_CLOEXEC));
    if (error || !result || !said) return failure("making the result of a merge", errno);
    Result<Sandbox> sandbox = Sandbox::open(
        {.directories = {{place, Mode::read_only}}, .network = Network::none, .visible = command_});
    if (!sandbox) return std::unexpected(sandbox.error());
    Command command{.argv = command_,
                    .environment = own_environment(),
                    .output = result.get(),
                    .error = said.get()};
    for (const std::string& path : paths) command.argv.push_back(fmt::format("{}/{}", place, path));
    Result<Shard> shard = sandbox->start(command);
    if (!shard) return std::unexpected(shard.error());
    return judge(command_.front(), attend(*shard), said.get());
  }

  Spool files_;
  std::vector<std::string> command_;
};

}  // namespace

std::unique_ptr<Merge> start_exec(const Workplace& place) {
  return std::make_unique<ExecMerge>(place);
}

}  // namespace isorun
