#include "rules/exec_rule.hpp"

#include <cerrno>
#include <csignal>
#include <expected>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/mman.h>

#include <isorun/sandbox.hpp>

#include "base/escaped.hpp"
#include "base/text.hpp"
#include "base/variable.hpp"
#include "files/files.hpp"
#include "rules/tool.hpp"
#include "rules/unpack.hpp"

namespace isorun {

namespace {

std::unexpected<Error> fail(std::string what, int code = 0, std::string remedy = {}) {
  return std::unexpected(Error{Phase::collect, code, std::move(what), std::move(remedy)});
}

Ending ending_of(Shard& shard) {
  std::optional<Ending> ending;
  const auto has_ended = [&] {
    ending = shard.poll();
    return ending.has_value();
  };
  attend(shard.event_fd(), has_ended, [&shard] { shard.signal(SIGKILL); });
  return *ending;
}

Result<void> judge(const std::string& name, const Ending& ending, int output) {
  const auto blame = [&](const std::string& how) {
    return std::unexpected(failed_command(name, how, output));
  };
  switch (ending.how) {
    case Ending::How::exited:
      if (ending.code == 0) return {};
      return blame(fmt::format("exited with code {}", ending.code));
    case Ending::How::signaled:
      return blame(fmt::format("was killed by signal {}", ending.code));
    case Ending::How::exec_failed:
      if (ending.code == E2BIG) {
        return fail(fmt::format("{}: too many files for a command line", name), 0,
                    "use exec0:COMMAND, which gets their paths on standard input");
      }
      return fail(ending.error.what, ending.code, ending.error.remedy);
    case Ending::How::setup_failed:
    case Ending::How::service_failed:
      return std::unexpected(ending.error);
    case Ending::How::lost:
      break;
  }
  return fail(fmt::format("{} vanished with its sandbox", name));
}

enum class Paths { arguments, standard_input };

class ExecMerge : public Merge {
 public:
  ExecMerge(const Workplace& place, Paths paths)
      : files_(place.directory), list_(place.directory), paths_(paths) {
    // Commands built by isorun have one word per line, because paths may contain spaces.
    const bool is_own = place.command.contains('\n');
    for (const std::string_view word : split(place.command, is_own ? '\n' : ' ')) {
      if (is_own || !word.empty()) command_.emplace_back(word);
    }
  }

  Result<void> add(const SourceFile& file, std::string_view content) override {
    return files_.add(file, content);
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    std::error_code error;
    const std::string place =
        std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", out.directory()), error);
    if (error)
      return std::unexpected(Problem{{Phase::collect, error.value(), "finding the results"}});
    Output layout(out.directory(), out.name() + "-files");
    std::vector<std::string> argv = command_;
    const auto unpacked = unpack(files_, layout, [&](std::string_view path) -> Result<void> {
      std::string whole = fmt::format("{}/{}", place, path);
      if (paths_ == Paths::standard_input) return list_.append(whole.append(1, '\0'));
      argv.push_back(std::move(whole));
      return {};
    });
    if (!unpacked) return std::unexpected(unpacked.error());
    const auto run = execute(out, place, std::move(argv));
    if (!run) return std::unexpected(Problem{run.error()});
    return Merged();
  }

 private:
  [[nodiscard]] Result<void> execute(const Output& out, const std::string& place,
                                     std::vector<std::string> argv) const {
    const UniqueFd result(::openat(out.directory(), out.name().c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    const UniqueFd said(::memfd_create("stderr", MFD_CLOEXEC));
    if (!result || !said) return fail("making the result of a merge", errno);
    Result<Sandbox> sandbox = Sandbox::open(
        {.directories = {{place, Mode::read_only}}, .network = Network::none, .visible = command_});
    if (!sandbox) return std::unexpected(sandbox.error());
    if (list_.fd() >= 0) ::lseek(list_.fd(), 0, SEEK_SET);
    Command command{.argv = std::move(argv),
                    .environment = own_environment(),
                    .input = list_.fd(),
                    .output = result.get(),
                    .error = said.get()};
    Result<Shard> shard = sandbox->start(command);
    if (!shard) return std::unexpected(shard.error());
    return judge(command_.front(), ending_of(*shard), said.get());
  }

  Spool files_;
  TemporaryFile list_;  // of paths, for standard input
  Paths paths_;
  std::vector<std::string> command_;
};

// Shows the result in the summary.
class ShowMerge final : public ExecMerge {
 public:
  explicit ShowMerge(const Workplace& place) : ExecMerge(place, Paths::arguments) {}

  std::expected<Merged, Problem> merge(Output& out) override {
    std::expected<Merged, Problem> merged = ExecMerge::merge(out);
    if (!merged) return merged;
    const Result<Content> made = read_regular_file(out.directory(), out.name().c_str());
    if (!made) return std::unexpected(Problem{made.error()});
    constexpr std::size_t most = 500;
    for (const std::string_view line : lines(made->text())) {
      if (merged->summary.size() == most) {
        merged->summary.emplace_back("... (the rest is in the file)");
        break;
      }
      merged->summary.push_back(escaped(line));
    }
    return merged;
  }
};

}  // namespace

std::unique_ptr<Merge> start_show(const Workplace& place) {
  return std::make_unique<ShowMerge>(place);
}

std::unique_ptr<Merge> start_exec(const Workplace& place) {
  return std::make_unique<ExecMerge>(place, Paths::arguments);
}

std::unique_ptr<Merge> start_exec0(const Workplace& place) {
  return std::make_unique<ExecMerge>(place, Paths::standard_input);
}

}  // namespace isorun
