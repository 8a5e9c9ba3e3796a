#include "run/run.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <signal.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "collect/collector.hpp"
#include "collect/merger.hpp"
#include "report/color.hpp"
#include "report/list_json.hpp"
#include "report/run_json.hpp"
#include "report/terminal.hpp"
#include "run/exit_codes.hpp"
#include "run/history_file.hpp"
#include "run/loop.hpp"
#include "run/recognise.hpp"
#include "run/recorder.hpp"
#include "run/relaying.hpp"
#include "run/reports.hpp"
#include "run/selection.hpp"
#include "run/support.hpp"
#include "run/variable.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using std::chrono::nanoseconds;

TerminalSettings terminal_settings(const Options& options) {
  const bool is_terminal = ::isatty(STDOUT_FILENO) == 1;
  return {.color = choose_color({.no_color = variable("NO_COLOR"),
                                 .clicolor_force = variable("CLICOLOR_FORCE"),
                                 .clicolor = variable("CLICOLOR"),
                                 .term = variable("TERM"),
                                 .is_terminal = is_terminal}),
          .is_live = choose_live(
              {.ci = variable("CI"), .term = variable("TERM"), .is_terminal = is_terminal}),
          .output = options.report.output,
          .detail = options.report.detail,
          .slow = options.report.slow,
          .tries = 1 + options.schedule.retries};
}

Result<Collector> make_collector(const Options& options) {
  std::vector<CollectRequest> requests;
  for (const std::string& word : options.collect) {
    Result<CollectRequest> request = parse_collect(word);
    if (!request) return std::unexpected(request.error());
    requests.push_back(std::move(*request));
  }
  std::error_code error;
  const char* home = std::getenv("HOME");
  const fs::path canonical_home = home == nullptr ? fs::path() : fs::canonical(home, error);
  Result<std::unique_ptr<Merger>> merger = Merger::create(requests);
  if (!merger) return std::unexpected(merger.error());
  return Collector::create(requests, error ? "" : canonical_home.string(),
                           fs::current_path(error).string(), std::move(*merger));
}

History load_or_warn(const std::string& path, RunRecord& run) {
  if (path.empty()) return {};
  LoadedHistory loaded = load_history(path);
  if (!loaded.warning.empty()) run.warnings.push_back(loaded.warning);
  return std::move(loaded.history);
}

void save_or_warn(const std::string& path, RunRecord& run) {
  if (path.empty()) return;
  const Result<void> saved = add_to_history(path, run.units);
  if (!saved) run.warnings.push_back(to_string(saved.error()));
}

// Lines for the terminal.
std::vector<std::string> collect(Collector& collector, RunRecord& run) {
  const Result<Collected> collected = collector.finish();
  if (!collected) {
    run.problems.push_back(to_string(collected.error()));
    return {};
  }
  for (const Problem& problem : collected->problems) run.problems.push_back(to_string(problem));
  run.warnings.insert(run.warnings.end(), collected->warnings.begin(), collected->warnings.end());
  for (const MergedFile& file : collected->files) {
    run.collected.push_back(
        {.patterns = file.patterns, .rule = file.rule, .output = file.target, .files = file.files});
  }
  return collected->summary;
}

void tell_collisions(const Collisions& collisions, RunRecord& run) {
  FoundCollisions found = collisions.found();
  for (Collision& collision : found.collisions) {
    run.collisions.push_back({.path = std::move(collision.path),
                              .kind = name(collision.kind),
                              .shards = std::move(collision.shards)});
  }
  run.paths_of_one_shard = found.paths_of_one_shard;
  if (!found.is_complete)
    run.warnings.push_back(
        "the shards wrote too many paths to remember: there may be more collisions");
}

void conclude(RunRecord& run, const Result<Loop::End>& end) {
  const bool all_good =
      std::ranges::all_of(run.units, [](const UnitRecord& unit) { return is_good(unit.reason); });
  if (!end) {
    run.problems.push_back(to_string(end.error()));
    run.exit_code = exit_code::of(end.error());
    run.reason = name(Reason::setup_failed);
  } else if (*end == Loop::End::interrupted) {
    run.exit_code = exit_code::interrupted;
    run.reason = "interrupted";
  } else if (all_good && run.problems.empty() && run.not_run.empty()) {
    run.exit_code = exit_code::all_passed;
    run.reason = name(Reason::passed);
  } else {
    run.exit_code = exit_code::something_failed;
    run.reason = name(Reason::failed);
  }
}

// A private network is new to most suites: say so where it may be the reason.
std::string network_hint(const Options& options, const RunRecord& run) {
  const Network network = options.layout.network;
  const bool is_default = network == Network::slot || network == Network::fresh;
  const bool may_be_why = std::ranges::any_of(run.units, [](const UnitRecord& unit) {
    return unit.reason == Reason::failed || unit.reason == Reason::timeout;
  });
  if (!is_default || !may_be_why) return "";
  return "             the network is private, with nothing but loopback; --net host shares the "
         "host's\n";
}

// A run that was told to stop has units left, and need not be told so as a fault.
void explain_missing(RunRecord& run, const Options& options, const Schedule& schedule,
                     const Result<Loop::End>& end) {
  if (run.not_run.empty() || !end || *end == Loop::End::interrupted) return;
  const std::string units = run.not_run.size() == 1
                                ? "1 unit has no result"
                                : fmt::format("{} units have no result", run.not_run.size());
  if (*end == Loop::End::late)
    run.problems.push_back(fmt::format("the deadline of {:.3f}s has passed: {}",
                                       std::chrono::duration<double>(options.deadline).count(),
                                       units));
  else if (schedule.has_stopped())
    run.warnings.push_back("stopped early, as failures were to end the run: " + units);
  else
    run.problems.push_back(units);
}

struct Prepared {
  Sandbox sandbox;
  Recognised recognised;
};

Result<Prepared> prepare(Signals& signals, const Options& options) {
  Result<Sandbox> sandbox = Sandbox::open(run_layout(options));
  if (!sandbox) return std::unexpected(sandbox.error());
  Result<Recognised> recognised = recognise(*sandbox, signals, options);
  if (!recognised) return std::unexpected(recognised.error());
  return Prepared{std::move(*sandbox), std::move(*recognised)};
}

// What run.json says until the run has ended, or if it never does.
std::string unfinished(RunRecord run) {
  run.exit_code = exit_code::not_set_up;
  run.reason = "unfinished";
  return run_json(run);
}

int complain_about_no_units() {
  fmt::print(stderr, "isorun: no units found\n");
  return exit_code::no_units;
}

}  // namespace

Layout run_layout(const Options& options) {
  Layout layout = options.layout;
  layout.results_directory = true;
  layout.visible.push_back(support_directory());
  return layout;
}

Result<int> run_suite(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  Signals signals{SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGTSTP, SIGCONT};
  Result<Collector> collector = make_collector(options);
  if (!collector) return std::unexpected(collector.error());
  Result<Prepared> prepared = prepare(signals, options);
  if (!prepared) return std::unexpected(prepared.error());
  const Suite& suite = *prepared->recognised.suite;
  RunRecord run{.version = ISORUN_VERSION,
                .command = options.command,
                .slots = options.jobs,
                .framework = std::string(suite.framework()),
                .shuffle_seed = options.schedule.shuffle};
  const std::string history_file = history_path(options.history, options.command[0]);
  const History history = load_or_warn(history_file, run);
  const Selection selection = select(suite, history, options);
  if (selection.units.empty()) return complain_about_no_units();
  Result<ResultsDirectory> directory = ResultsDirectory::open(options.out, unfinished(run));
  if (!directory) return std::unexpected(directory.error());
  if (const auto begun = collector->begin(directory->fd()); !begun) {
    return std::unexpected(begun.error());
  }

  if (const auto seed = options.schedule.shuffle)
    std::cout << fmt::format("Shuffled: --shuffle={} gives this order again\n", *seed)
              << std::flush;
  Schedule schedule(selection.tasks, policy_of(suite, options, prepared->recognised.start_up));
  const TerminalSettings settings = terminal_settings(options);
  Terminal terminal(STDOUT_FILENO, settings, schedule.expected().value_or(0));
  Collisions collisions(prepared->sandbox.results_directory());
  Recorder recorder({.suite = suite,
                     .directory = *directory,
                     .collector = *collector,
                     .collisions = collisions,
                     .terminal = terminal,
                     .slots = options.jobs,
                     .keep = options.keep,
                     .own = prepared->sandbox.results_directory()});
  const bool suite_reads_keys = options.jobs == 1;
  Keyboard keyboard(suite_reads_keys ? -1 : STDIN_FILENO);
  Result<std::optional<Relaying>> relaying =
      open_relaying(suite, prepared->sandbox, options, schedule.index_limit());
  if (!relaying) return std::unexpected(relaying.error());
  Loop loop({.sandbox = *relaying ? (*relaying)->controllers : prepared->sandbox,
             .suite = suite,
             .schedule = schedule,
             .selection = selection,
             .directory = *directory,
             .recorder = recorder,
             .terminal = terminal,
             .signals = signals,
             .keyboard = keyboard,
             .workers = *relaying ? &(*relaying)->workers : nullptr},
            options);
  const Result<Loop::End> end = loop.run();

  recorder.fill(run, selection.units);
  explain_missing(run, options, schedule, end);
  tell_collisions(collisions, run);
  const std::vector<std::string> collected = collect(*collector, run);
  save_or_warn(history_file, run);
  run.wall = std::chrono::steady_clock::now() - start;
  conclude(run, end);
  const std::string annotations = tell_github(run, settings);
  const Result<void> written = write_reports(run, *directory);
  if (!end) return std::unexpected(end.error());
  if (!written) return std::unexpected(written.error());
  std::string notes = network_hint(options, run);
  for (const std::string& line : collected) notes += line + '\n';
  terminal.summary(run, notes + annotations);
  return run.exit_code;
}

Result<int> list_suite(const Options& options) {
  Signals signals{SIGINT, SIGTERM, SIGHUP};
  const Result<Prepared> prepared = prepare(signals, options);
  if (!prepared) return std::unexpected(prepared.error());
  const auto& [suite, start_up, how] = prepared->recognised;
  RunRecord run;
  const History history = load_or_warn(history_path(options.history, options.command[0]), run);
  const Selection selection = select(*suite, history, options);
  if (selection.units.empty()) return complain_about_no_units();
  if (options.as_json) {
    std::vector<Unit> units;
    for (const Task& task : selection.tasks) {
      units.push_back(suite->units()[task.unit]);
      units.back().needs = task.needs;
    }
    std::cout << list_json(suite->framework(), how, units) << std::flush;
    return exit_code::all_passed;
  }
  for (const std::size_t unit : selection.units)
    std::cout << printable(suite->units()[unit].name) << '\n';
  std::cout << std::flush;
  const std::size_t count = selection.units.size();
  fmt::print(stderr, "{}: {} unit{}, {}\n", suite->framework(), count, count == 1 ? "" : "s", how);
  return exit_code::all_passed;
}

}  // namespace isorun
