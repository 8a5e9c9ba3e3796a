#include "run/run.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <signal.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "collect/collector.hpp"
#include "report/color.hpp"
#include "report/run_json.hpp"
#include "report/terminal.hpp"
#include "run/exit_codes.hpp"
#include "run/history_file.hpp"
#include "run/loop.hpp"
#include "run/recognise.hpp"
#include "run/recorder.hpp"
#include "run/relayed_workers.hpp"
#include "run/support.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using std::chrono::nanoseconds;

Color terminal_color() {
  const auto variable = [](const char* name) -> std::optional<std::string_view> {
    const char* value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string_view>(value);
  };
  return choose_color({.no_color = variable("NO_COLOR"),
                       .clicolor_force = variable("CLICOLOR_FORCE"),
                       .clicolor = variable("CLICOLOR"),
                       .term = variable("TERM"),
                       .is_terminal = ::isatty(STDOUT_FILENO) == 1});
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
  return Collector::create(requests, error ? "" : canonical_home.string(),
                           fs::current_path(error).string());
}

std::vector<Batch> schedule(const Suite& suite, const History& history, const Options& options,
                            nanoseconds start_up) {
  std::vector<Estimate> estimates;
  for (std::size_t unit = 0; unit < suite.units().size(); ++unit) {
    Estimate estimate{.bytes = suite.bytes(unit)};
    if (const std::optional<History::Entry> entry = history.find(suite.units()[unit].name)) {
      estimate.duration = entry->duration;
      estimate.failed = !is_good(entry->reason);
    }
    estimates.push_back(estimate);
  }
  if (suite.workers() > 0) {
    std::vector<std::size_t> all(estimates.size());
    std::iota(all.begin(), all.end(), 0);
    return {{.units = std::move(all)}};
  }
  const ShardLimits limits = suite.limits();
  return make_batches(estimates,
                      {.slots = options.jobs,
                       .start_up = start_up,
                       // A time limit is of one unit, and only a shard's end can be timed exactly.
                       .max_units = options.timeout.count() > 0 ? 1 : limits.units,
                       .max_bytes = limits.bytes});
}

// Losing the history costs time, not results.
History load_or_warn(const std::string& path, RunRecord& run) {
  if (path.empty()) return {};
  Result<History> history = load_history(path);
  if (history) return std::move(*history);
  run.warnings.push_back(fmt::format("durations of earlier runs are not used: {}: {}", path,
                                     to_string(history.error())));
  return {};
}

void save_or_warn(const std::string& path, History history, RunRecord& run) {
  if (path.empty()) return;
  for (const UnitRecord& unit : run.units) history.record(unit.name, unit.reason, unit.duration);
  const Result<void> saved = save_history(path, history);
  if (!saved) run.warnings.push_back(to_string(saved.error()));
}

// Lines for the terminal.
std::vector<std::string> collect(const Collector& collector, ResultsDirectory& directory,
                                 RunRecord& run) {
  const Result<Collected> collected = collector.finish(directory.fd());
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

void conclude(RunRecord& run, const Result<Loop::Outcome>& outcome) {
  const bool all_good =
      std::ranges::all_of(run.units, [](const UnitRecord& unit) { return is_good(unit.reason); });
  if (!outcome) {
    run.problems.push_back(to_string(outcome.error()));
    run.exit_code = exit_code::of(outcome.error());
    run.reason = name(Reason::setup_failed);
  } else if (*outcome == Loop::Outcome::interrupted) {
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

void complain_about_missing(RunRecord& run, const Result<Loop::Outcome>& outcome) {
  if (run.not_run.empty() || !outcome || *outcome == Loop::Outcome::interrupted) return;
  run.problems.push_back(fmt::format("{} of the listed units have no result", run.not_run.size()));
}

// Where a suite starts workers of its own, its controller's sandbox shows the control socket, and
// theirs does not.
struct Relaying {
  Sandbox controllers;
  RelayedWorkers workers;
};

Result<std::optional<Relaying>> open_relaying(const Suite& suite, const Sandbox& workers,
                                              const Options& options) {
  if (suite.workers() == 0) return std::nullopt;
  if (options.timeout.count() > 0) {
    return std::unexpected(Error{Phase::usage, 0,
                                 "--timeout is of one unit, and xdist's workers run many: leave "
                                 "xdist to isorun with -n0, or use pytest-timeout"});
  }
  Result<ControlSocket> socket = ControlSocket::open(options.out);
  if (!socket) return std::unexpected(socket.error());
  Layout layout = run_layout(options);
  layout.binds.push_back({.source = socket->directory(), .target = socket->directory()});
  Result<Sandbox> controllers = Sandbox::open(layout);
  if (!controllers) return std::unexpected(controllers.error());
  return Relaying{std::move(*controllers), RelayedWorkers(workers, std::move(*socket))};
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
  Signals signals{SIGINT, SIGTERM, SIGHUP};
  Result<Collector> collector = make_collector(options);
  if (!collector) return std::unexpected(collector.error());
  Result<Prepared> prepared = prepare(signals, options);
  if (!prepared) return std::unexpected(prepared.error());
  const Suite& suite = *prepared->recognised.suite;
  if (suite.units().empty()) return complain_about_no_units();
  RunRecord run{.version = ISORUN_VERSION, .command = options.command, .slots = options.jobs};
  run.framework = suite.framework();
  Result<ResultsDirectory> directory = ResultsDirectory::open(options.out, unfinished(run));
  if (!directory) return std::unexpected(directory.error());

  const std::string history_file = history_path(options.history, options.command[0]);
  const History history = load_or_warn(history_file, run);
  Recorder recorder(suite, *directory, *collector, terminal_color());
  Result<std::optional<Relaying>> relaying = open_relaying(suite, prepared->sandbox, options);
  if (!relaying) return std::unexpected(relaying.error());
  Loop loop(*relaying ? (*relaying)->controllers : prepared->sandbox, suite, *directory, signals,
            options, *relaying ? &(*relaying)->workers : nullptr);
  const Result<Loop::Outcome> outcome =
      loop.run(schedule(suite, history, options, prepared->recognised.start_up),
               [&recorder](const EndedShard& shard) { recorder.take(shard); });

  recorder.fill(run);
  complain_about_missing(run, outcome);
  const std::vector<std::string> collected = collect(*collector, *directory, run);
  save_or_warn(history_file, history, run);
  run.wall = std::chrono::steady_clock::now() - start;
  conclude(run, outcome);
  const Result<void> written = directory->write("run.json", run_json(run));
  if (!outcome) return std::unexpected(outcome.error());
  if (!written) return std::unexpected(written.error());
  std::cout << summary(run, terminal_color()) << network_hint(options, run);
  for (const std::string& line : collected) std::cout << line << '\n';
  std::cout << std::flush;
  return run.exit_code;
}

Result<int> list_suite(const Options& options) {
  Signals signals{SIGINT, SIGTERM, SIGHUP};
  const Result<Prepared> prepared = prepare(signals, options);
  if (!prepared) return std::unexpected(prepared.error());
  const Suite& suite = *prepared->recognised.suite;
  if (suite.units().empty()) return complain_about_no_units();
  for (const Unit& unit : suite.units()) std::cout << printable(unit.name) << '\n';
  std::cout << std::flush;
  return exit_code::all_passed;
}

}  // namespace isorun
