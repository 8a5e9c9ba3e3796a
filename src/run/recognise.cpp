#include "run/recognise.hpp"

#include <algorithm>
#include <functional>
#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"
#include "files/read_file.hpp"
#include "run/inquiry.hpp"
#include "run/mapped_invocation.hpp"
#include "run/program_check.hpp"
#include "run/user_command.hpp"
#include "suite/complaint.hpp"
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

Result<std::string> read_list(const std::string& path) {
  Result<std::string> text =
      path == "-" ? read_file(STDIN_FILENO, "standard input") : read_file(path);
  if (!text) text.error().phase = Phase::usage;
  return text;
}

struct Answer {
  std::unique_ptr<Suite> suite;  // null: not of this framework
  Evidence::Stop stop = Evidence::Stop::none;
  Ending ending;
  std::vector<std::string> complaint;  // the error lines it printed
};

struct Question {
  ShardCommand listing;
  std::function<Result<std::unique_ptr<Suite>>(const Evidence&)> recognise;
  std::chrono::nanoseconds longest{};
};

Result<Answer> ask(const Question& question, Sandbox& sandbox, Signals& signals) {
  Result<Attempt> attempt =
      inquire(sandbox, signals, question.listing, {.deadline = Deadline::in(question.longest)},
              "listing the tests");
  if (!attempt) return std::unexpected(attempt.error());
  const Evidence evidence = attempt->evidence();
  Result<std::unique_ptr<Suite>> suite = question.recognise(evidence);
  if (!suite) return std::unexpected(suite.error());
  return Answer{std::move(*suite), evidence.stop, evidence.ending, complaint(evidence.log)};
}

Result<Answer> ask(const Framework& framework, Sandbox& sandbox, Signals& signals,
                   const UserCommand& command, std::chrono::nanoseconds longest) {
  ShardCommand listing = framework.listing(command, sandbox.results_directory());
  listing.set.insert(listing.set.begin(), command.set.begin(), command.set.end());
  const auto recognise = [&](const Evidence& evidence) {
    return framework.recognise(command, evidence);
  };
  return ask({std::move(listing), recognise, longest}, sandbox, signals);
}

// "exit code 3 (need a database)".
std::string why_unlisted(const Answer& answer) {
  std::string why = "no list of tests in its output";
  const Evidence evidence{.ending = answer.ending, .stop = answer.stop};
  if (const auto verdict = judge(evidence); verdict && !verdict->detail.empty())
    why = verdict->detail;
  if (answer.complaint.size() == 1) why += fmt::format(" ({})", answer.complaint.front());
  return why;
}

// `origin`: how its framework is known, such as "detected: ctest".
Error no_listing(std::string_view program, std::string_view origin, const Answer& answer,
                 std::string_view remedy) {
  std::string what = fmt::format("cannot list the tests of {} ({}): {}; {}", printable(program),
                                 origin, why_unlisted(answer), remedy);
  const std::vector<std::string>& lines = answer.complaint;
  if (lines.size() > 1) what += fmt::format(". Its output:\n  {}", fmt::join(lines, "\n  "));
  return {Phase::usage, 0, std::move(what)};
}

Error no_listing(std::string_view program, const Framework& framework, bool is_named,
                 const Answer& answer) {
  const char* const how = is_named ? "--framework " : "detected: ";
  return no_listing(program, fmt::format("{}{}", how, framework.name), answer,
                    is_named ? "without --framework, isorun detects the framework"
                             : "to override, use --framework");
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
  std::vector<Refusal> refusals;
  for (const auto& [framework, match] : candidates(invocation, options.framework)) {
    const bool is_sure = match == Match::yes;
    Result<Answer> answer = ask(*framework, sandbox, signals, invocation.command,
                                is_sure ? options.list_timeout : patience);
    if (!answer) return std::unexpected(answer.error());
    if (answer->suite != nullptr) {
      const char* how = !options.framework.empty() ? "from --framework"
                        : is_sure                  ? "detected by inspection"
                                                   : "detected by listing";
      return Recognised{std::move(answer->suite), answer->ending.wall, how, std::move(refusals)};
    }
    if (is_sure)
      return std::unexpected(
          no_listing(invocation.command.argv[0], *framework, !options.framework.empty(), *answer));
    refusals.push_back({framework->name, why_unlisted(*answer)});
  }
  return Recognised{{}, {}, {}, std::move(refusals)};
}

// Null if no adapter is for this command.
Result<const Adapter*> adapter_of(const Options& options, const Words& argv) {
  for (const Adapter& adapter : options.adapters) {
    const bool is_wanted = options.framework == adapter.name;
    if ((is_wanted || options.framework.empty()) && is_for(adapter, argv)) return &adapter;
    if (is_wanted)
      return std::unexpected(Error{Phase::usage, 0,
                                   fmt::format("--framework {}: the command does not begin with {}",
                                               adapter.name, adapter.match)});
  }
  return nullptr;
}

Result<Recognised> recognise_adapted(Sandbox& sandbox, Signals& signals, const Options& options,
                                     const Adapter& adapter, const UserCommand& command) {
  Result<ShardCommand> listing = adapter_listing(adapter, command);
  if (!listing) return std::unexpected(listing.error());
  const auto recognise = [&](const Evidence& evidence) {
    return make_adapted(adapter, command, evidence);
  };
  Result<Answer> answer =
      ask({std::move(*listing), recognise, options.list_timeout}, sandbox, signals);
  if (!answer) return std::unexpected(answer.error());
  if (answer->suite == nullptr)
    return std::unexpected(no_listing(
        command.argv[0], fmt::format("framework.{} in isorun.toml", adapter.name), *answer,
        fmt::format("list = \"{}\" must print them and exit with 0", adapter.list)));
  return Recognised{
      std::move(answer->suite), answer->ending.wall, "from isorun.toml", {}, adapter.list};
}

// A sentence about an adapter that is not for the command because of the command's options; empty:
// there is none.
std::string near_miss(const Options& options, const Words& argv) {
  for (const Adapter& adapter : options.adapters)
    if (is_nearly_for(adapter, argv))
      return fmt::format(
          "framework.{} of isorun.toml is for `{}`, without options before its words", adapter.name,
          adapter.match);
  return "";
}

bool are_test_programs(std::span<const TestProgram> programs) {
  return !programs.empty() && std::ranges::all_of(programs, [](const TestProgram& program) {
    return is_test_program(MappedInvocation(program.command).invocation());
  });
}

// A program that its driver has built. If it uses another framework, or does not list its tests, it
// is one unit.
Result<Recognised> recognise_built(Sandbox& sandbox, Signals& signals, const Options& options,
                                   const TestProgram& program) {
  if (!program.failure.empty()) return Recognised{make_unbuilt(program), {}, {}};
  const Framework* const framework = framework_named(program.framework);
  const MappedInvocation mapped(program.command);
  if (framework == nullptr || framework->match(mapped.invocation()) == Match::no)
    return Recognised{make_unlisted(program.command), {}, {}};
  Result<Answer> answer = ask(*framework, sandbox, signals, program.command, options.list_timeout);
  if (!answer) return std::unexpected(answer.error());
  if (answer->suite == nullptr) answer->suite = make_unlisted(program.command);
  return Recognised{std::move(answer->suite), answer->ending.wall, {}};
}

Result<Recognised> recognise_several(Sandbox& sandbox, Signals& signals, const Options& options,
                                     std::vector<TestProgram> programs, std::string note) {
  Recognised all;
  std::vector<std::unique_ptr<Suite>> suites;
  for (const TestProgram& program : programs) {
    Result<Recognised> one =
        program.framework.empty()
            ? recognise_framework(sandbox, signals, options,
                                  MappedInvocation(program.command).invocation())
            : recognise_built(sandbox, signals, options, program);
    if (!one) return one;
    all.start_up = std::max(all.start_up, one->start_up);
    suites.push_back(std::move(one->suite));
  }
  const std::size_t count = programs.size();
  all.suite = join_suites(std::move(suites), std::move(programs), std::move(note));
  all.how = fmt::format("{} program{}, ", count, count == 1 ? "" : "s");
  return all;
}

Result<Recognised> recognise_build(Sandbox& sandbox, Signals& signals, const Options& options,
                                   const Build& build) {
  const Builder& builder = *build.builder;
  const Built& built = build.built;
  const std::string by = fmt::format("built by {}", builder.name);
  if (built.make_suite) return Recognised{built.make_suite(), built.start_up, by};
  if (builder.makes == Builder::Makes::suite) {
    const MappedInvocation mapped(built.programs.front().command);
    Result<Recognised> one = recognise_framework(sandbox, signals, options, mapped.invocation());
    if (one && one->suite == nullptr) one->suite = make_whole(mapped.invocation());
    if (one) one->how = by;
    return one;
  }
  Result<Recognised> all = recognise_several(sandbox, signals, options, built.programs, built.note);
  if (!all) return all;
  if (builder.makes == Builder::Makes::environment)
    all->how = fmt::format("in the environment of {}", builder.name);
  else
    all->how += by;
  return all;
}

std::unique_ptr<Suite> sharded_suite(const Options& options, const UserCommand& command) {
  // Each slice has its own slots, as each machine has its own processors.
  const std::size_t shards = options.jobs * (options.slice ? options.slice->count : 1);
  return make_sharded(command, shards, options.slice ? Proof::each : Proof::first);
}

bool is_told(const Options& options) {
  return !options.list.empty() || options.sharding == Sharding::none ||
         options.framework == sharded;
}

// Follows the options that say what the units are.
Result<Recognised> recognise_told(const Options& options, const UserCommand& command) {
  if (options.list.empty()) {
    if (options.sharding == Sharding::none)
      return Recognised{make_copies(command, options.jobs), {}, "from --shards none"};
    return Recognised{sharded_suite(options, command), {}, "from --framework"};
  }
  const Result<std::string> text = read_list(options.list);
  if (!text) return std::unexpected(text.error());
  Result<std::unique_ptr<Suite>> suite = make_list(command, *text);
  if (!suite) return std::unexpected(suite.error());
  const auto start_up = takes_many(command) ? assumed_start_up : std::chrono::nanoseconds();
  return Recognised{std::move(*suite), start_up, "from --list"};
}

Result<Recognised> recognise_by_answer(Sandbox& sandbox, Signals& signals, const Options& options,
                                       const UserCommand& command) {
  const Result<const Adapter*> adapter = adapter_of(options, command.argv);
  if (!adapter) return std::unexpected(adapter.error());
  if (*adapter != nullptr) return recognise_adapted(sandbox, signals, options, **adapter, command);
  if (std::vector<TestProgram> programs = programs_in(command); are_test_programs(programs)) {
    Result<Recognised> all = recognise_several(sandbox, signals, options, std::move(programs), {});
    if (all) all->how += "detected by inspection";
    return all;
  }
  const MappedInvocation mapped(command);
  const Invocation& invocation = mapped.invocation();
  Result<Recognised> listed = recognise_framework(sandbox, signals, options, invocation);
  if (!listed || listed->suite != nullptr) return listed;
  if (const Result<void> good = check_program(options); !good) return std::unexpected(good.error());
  if (may_shard(invocation)) {
    listed->suite = sharded_suite(options, command);
    listed->how = "it names the shard status file";
  } else {
    listed->suite = make_whole(invocation, near_miss(options, command.argv));
    listed->how = "no framework detected";
  }
  return listed;
}

}  // namespace

Result<Recognised> recognise(Sandbox& sandbox, Signals& signals, const Options& options,
                             const Build* build) {
  if (build != nullptr) return recognise_build(sandbox, signals, options, *build);
  const UserCommand command = user_command(options);
  if (!is_told(options)) return recognise_by_answer(sandbox, signals, options, command);
  if (const Result<void> good = check_program(options); !good) return std::unexpected(good.error());
  return recognise_told(options, command);
}

}  // namespace isorun
