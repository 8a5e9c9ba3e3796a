#include "run/recognise.hpp"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/mman.h>

#include "base/support.hpp"
#include "base/utf8.hpp"
#include "files/read_file.hpp"
#include "run/attempt.hpp"
#include "run/complaint.hpp"
#include "run/mapped_invocation.hpp"
#include "run/shard_output.hpp"
#include "suite/driver.hpp"
#include "suite/framework.hpp"
#include "suite/list.hpp"
#include "suite/several.hpp"
#include "suite/sharded.hpp"
#include "suite/verdict.hpp"
#include "suite/whole.hpp"

namespace isorun {
namespace {

// A command that does not understand the question may run its tests instead.
constexpr std::chrono::seconds patience{20};

// The start-up of a command that takes many units.
constexpr std::chrono::milliseconds assumed_start_up{400};

// The answer is kept in memory.
constexpr std::uint64_t longest_listing = 256UL << 20;

UserCommand user_command(const Options& options) {
  UserCommand command{
      .argv = options.command, .support = support_directory(), .skip_codes = options.skip_codes};
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
          ::raise(SIGSTOP);  // the listing continues in a session of its own
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

struct Answer {
  std::unique_ptr<Suite> suite;  // null: not of this framework
  Evidence::Stop stop = Evidence::Stop::none;
  Ending ending;
  std::vector<std::string> complaint;  // the error lines it printed
};

Result<UniqueFd> make_file() {
  UniqueFd file(::memfd_create("listing", MFD_CLOEXEC));
  if (!file) return std::unexpected(Error{Phase::run, errno, "making a file for the listing"});
  return file;
}

Result<Answer> ask(const Framework& framework, Sandbox& sandbox, Signals& signals,
                   const UserCommand& command, std::chrono::nanoseconds longest) {
  Result<UniqueFd> log = make_file();
  if (!log) return std::unexpected(log.error());
  Result<ShardOutputs> outputs = ShardOutputs::open();
  if (!outputs) return std::unexpected(outputs.error());
  auto output = ShardOutput::open(std::move(*log), make_file, {.most = longest_listing});
  if (!output) return std::unexpected(output.error());
  if (Result<void> added = outputs->add(**output); !added) return std::unexpected(added.error());
  const ShardCommand question = framework.listing(command, sandbox.results_directory());
  Result<Attempt> attempt = Attempt::start(sandbox, question, 0, -1, std::move(*output), longest);
  if (!attempt) return std::unexpected(attempt.error());
  bool is_interrupted = false;
  attend(*attempt, *outputs, signals, is_interrupted);
  if (is_interrupted) return std::unexpected(Error{Phase::run, EINTR, "listing the tests"});
  const Evidence evidence = attempt->evidence();
  if (const std::optional<Error> error = failure(evidence.ending)) return std::unexpected(*error);
  Result<std::unique_ptr<Suite>> suite = framework.recognise(command, evidence);
  if (!suite) return std::unexpected(suite.error());
  return Answer{std::move(*suite), evidence.stop, evidence.ending, complaint(evidence.log)};
}

Error no_listing(const Framework& framework, const UserCommand& command, const Answer& answer) {
  std::string why = "it did not list its tests";
  const Evidence evidence{.ending = answer.ending, .stop = answer.stop};
  if (const auto verdict = judge(evidence); verdict && !verdict->detail.empty())
    why = fmt::format("listing its tests: {}", verdict->detail);
  const std::vector<std::string>& said = answer.complaint;
  if (said.size() == 1) why += fmt::format(" ({})", said.front());
  std::string what = fmt::format("{} is a {} suite, but {}; use --framework to name another",
                                 printable(command.argv[0]), framework.name, why);
  if (said.size() > 1) what += fmt::format(". It said:\n  {}", fmt::join(said, "\n  "));
  return {Phase::usage, 0, std::move(what)};
}

const Framework* framework_named(std::string_view name) {
  const auto found = std::ranges::find(frameworks(), name, &Framework::name);
  return found == frameworks().end() ? nullptr : &*found;
}

struct Candidate {
  const Framework* framework;
  Match match;
};

// Most likely first. A driver only passes on the answer of a program it runs, so drivers are asked
// only if they are known.
std::vector<Candidate> candidates(const Invocation& invocation, std::string_view wanted) {
  if (!wanted.empty()) return {{framework_named(wanted), Match::yes}};
  const Match least = is_driver(invocation.command.argv.front()) ? Match::yes : Match::maybe;
  std::vector<Candidate> found;
  for (const Framework& framework : frameworks()) {
    const Match match = framework.match(invocation);
    if (match >= least) found.push_back({&framework, match});
  }
  std::ranges::stable_sort(found, std::greater{}, &Candidate::match);
  return found;
}

// Asks the command; a null suite if no framework recognizes it.
Result<Recognised> recognise_framework(Sandbox& sandbox, Signals& signals, const Options& options,
                                       const Invocation& invocation) {
  for (const auto& [framework, match] : candidates(invocation, options.framework)) {
    const bool is_sure = match == Match::yes;
    Result<Answer> answer = ask(*framework, sandbox, signals, invocation.command,
                                is_sure ? options.list_timeout : patience);
    if (!answer) return std::unexpected(answer.error());
    if (answer->suite != nullptr) {
      const char* how = !options.framework.empty() ? "from --framework"
                        : is_sure                  ? "detected by inspection"
                                                   : "detected by listing";
      return Recognised{std::move(answer->suite), answer->ending.wall, how};
    }
    if (is_sure) return std::unexpected(no_listing(*framework, invocation.command, *answer));
  }
  return Recognised{};
}

bool are_test_programs(std::span<const UserCommand> programs) {
  return !programs.empty() && std::ranges::all_of(programs, [](const UserCommand& command) {
    return is_test_program(MappedInvocation(command).invocation());
  });
}

Result<Recognised> recognise_several(Sandbox& sandbox, Signals& signals, const Options& options,
                                     std::span<const UserCommand> programs) {
  Recognised all;
  std::vector<std::unique_ptr<Suite>> suites;
  for (const UserCommand& program : programs) {
    const MappedInvocation mapped(program);
    Result<Recognised> one = recognise_framework(sandbox, signals, options, mapped.invocation());
    if (!one) return one;
    all.start_up = std::max(all.start_up, one->start_up);
    suites.push_back(std::move(one->suite));
  }
  all.suite = join_suites(std::move(suites), programs);
  all.how = fmt::format("{} programs, detected by inspection", programs.size());
  return all;
}

}  // namespace

Result<Recognised> recognise(Sandbox& sandbox, Signals& signals, const Options& options) {
  const UserCommand command = user_command(options);
  // Each slice has its own slots, as each machine has its own processors.
  const std::size_t shards = options.jobs * (options.slice ? options.slice->count : 1);
  const Proof proof = options.slice ? Proof::each : Proof::first;
  if (!options.list.empty()) {
    const Result<std::string> text = read_list(options.list);
    if (!text) return std::unexpected(text.error());
    Result<std::unique_ptr<Suite>> suite = make_list(command, *text);
    if (!suite) return std::unexpected(suite.error());
    const auto start_up = takes_many(command) ? assumed_start_up : std::chrono::nanoseconds();
    return Recognised{std::move(*suite), start_up, "from --list"};
  }
  if (options.sharding == Sharding::none)
    return Recognised{make_copies(command, options.jobs), {}, "from --shards none"};
  if (options.framework == sharded)
    return Recognised{make_sharded(command, shards, proof), {}, "from --framework"};
  const std::vector<UserCommand> programs = programs_in(command);
  if (are_test_programs(programs)) return recognise_several(sandbox, signals, options, programs);
  const MappedInvocation mapped(command);
  const Invocation& invocation = mapped.invocation();
  Result<Recognised> listed = recognise_framework(sandbox, signals, options, invocation);
  if (!listed || listed->suite != nullptr) return listed;
  if (may_shard(invocation))
    return Recognised{make_sharded(command, shards, proof), {}, "it names the shard status file"};
  return Recognised{make_whole(invocation), {}, "no framework detected"};
}

}  // namespace isorun
