#include "run/run.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <signal.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/streams.hpp"
#include "base/utf8.hpp"
#include "base/variable.hpp"
#include "base/working_directory.hpp"
#include "collect/collector.hpp"
#include "collect/merger.hpp"
#include "collect/unmerged.hpp"
#include "report/color.hpp"
#include "report/lines.hpp"
#include "report/list_json.hpp"
#include "report/run_json.hpp"
#include "report/terminal.hpp"
#include "results/conclusion.hpp"
#include "results/exit_codes.hpp"
#include "results/history_file.hpp"
#include "results/reports.hpp"
#include "results/unit_list.hpp"
#include "run/build.hpp"
#include "run/explanation.hpp"
#include "run/hints.hpp"
#include "run/loop.hpp"
#include "run/open_files.hpp"
#include "run/prepared.hpp"
#include "run/pulled_work.hpp"
#include "run/recognise.hpp"
#include "run/recorder.hpp"
#include "run/relaying.hpp"
#include "run/report_requests.hpp"
#include "run/selection.hpp"
#include "run/setups.hpp"
#include "run/state_files.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

// The user's requests, and those of the suite's own words.
Result<Collector> make_collector(const Options& options, std::span<const Report> reports) {
  const std::string home = home_in_environment();
  const std::string directory = working_directory();
  std::vector<CollectRequest> requests = options.collect;
  std::ranges::move(requests_of(reports, options.collect, home, directory),
                    std::back_inserter(requests));
  Result<std::unique_ptr<Merger>> merger = Merger::create(requests);
  if (!merger) return std::unexpected(merger.error());
  std::unique_ptr<Intake> intake = std::move(*merger);
  if (options.slice || options.queue) intake = keep_unmerged(requests);
  return Collector::create(requests, home, directory, std::move(intake));
}

History load_or_warn(const std::string& path, RunRecord& run) {
  if (path.empty()) return {};
  LoadedHistory loaded = load_history(path);
  if (!loaded.warning.empty()) run.warnings.push_back(loaded.warning);
  return std::move(loaded.history);
}

// The history by which slices are cut stays the same for all of them; merging adds their results.
// If the default file cannot be created, warning about it would only repeat in every run.
void save_or_warn(const std::string& path, const Options& options, RunRecord& run) {
  if ((options.slice || options.queue) && !options.history.empty()) return;
  if (path.empty() || (options.history.empty() && !can_be_made(path))) return;
  const Result<void> saved = add_to_history(path, run.units);
  if (!saved) run.warnings.push_back(to_string(saved.error()));
}

void close_or_warn(Sandbox& sandbox, RunRecord& run) {
  const Result<void> closed = sandbox.close();
  // After an error the loop may still hold shards; destroying the sandbox ends them.
  if (!closed && closed.error().phase != Phase::usage)
    run.warnings.push_back(to_string(closed.error()));
}

void add_earlier_durations(const History& history, RunRecord& run) {
  for (UnitRecord& unit : run.units)
    if (const auto earlier = history.find(unit.name)) unit.before = earlier->duration;
}

std::string build_line(const Build& build, const ReportOptions& options) {
  const Label label{"BUILD", build.built.failed ? Style::bad : Style::good};
  return fmt::format("{} {}\n", timed(label, build.time, terminal_settings(options, 1).color),
                     build.builder->name);
}

// The driver's own exit code.
int complain_about_build(const Build& build, const ReportOptions& options) {
  print_error(build.built.output + build_line(build, options));
  return build.exit_code == 0 ? exit_code::something_failed : build.exit_code;
}

// A slice may be empty; the whole suite may not.
bool selects_nothing(const Selection& selection) {
  return selection.units.empty() && selection.whole.empty();
}

// The units that machines share; empty if this one runs all.
UnitList shared_units(const Suite& suite, const Selection& selection, const Options& options) {
  UnitList list;
  if (options.slice || options.queue)
    for (const std::size_t unit : options.slice ? selection.whole : selection.units)
      list.push_back(suite.units()[unit].name);
  return list;
}

void print_left_out(const Suite& suite) {
  if (const std::string left_out = suite.left_out(); !left_out.empty())
    print_error(left_out + '\n');
}

std::string why_no_units(const Recognised& recognised) {
  const std::size_t count = recognised.suite->units().size();
  if (count == 1) return "the only one is not selected";
  if (count > 1) return fmt::format("none of {} is selected", count);
  const std::string why = fmt::format("{}, {}", recognised.suite->framework(), recognised.how);
  return recognised.listing.empty()
             ? why
             : fmt::format("{}, by `{}`", why, printable(recognised.listing));
}

int complain_about_no_units(const Recognised& recognised) {
  print_error(fmt::format("isorun: no units found ({})\n", why_no_units(recognised)));
  print_left_out(*recognised.suite);
  return exit_code::no_units;
}

}  // namespace

Result<int> run_suite(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  Result<Signals> signals = Signals::open({SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGTSTP, SIGCONT});
  if (!signals) return std::unexpected(signals.error());
  if (Result<void> enough = check_open_files(options.jobs, options.services.size()); !enough)
    return std::unexpected(enough.error());
  // Checked before anything runs: this request cannot be met.
  if (const auto possible = make_collector(options, {}); !possible)
    return std::unexpected(possible.error());
  Result<ResultsDirectory> directory = ResultsDirectory::claim(options.out);
  if (!directory) return std::unexpected(directory.error());
  const Result<std::optional<Build>> build = build_programs(*signals, options);
  if (!build) return std::unexpected(build.error());
  if (*build && (*build)->built.failed) return complain_about_build(**build, options.report);
  if (*build && options.report.detail != Detail::quiet) print(build_line(**build, options.report));
  Result<Prepared> prepared = prepare(*signals, options, *build ? &**build : nullptr);
  if (!prepared) return std::unexpected(prepared.error());
  Suite& suite = *prepared->recognised.suite;
  const std::vector<Report> reports = all_reports(suite);
  Result<Collector> collector = make_collector(options, reports);
  if (!collector) return std::unexpected(collector.error());
  RunRecord run{.version = ISORUN_VERSION,
                .options = options.words,
                .command = options.command,
                .slots = options.jobs,
                .framework = std::string(suite.framework()),
                .group = std::string(kept_group(suite, options)),
                .proc = options.layout.proc == Proc::host ? "host" : "",
                .shuffle_seed = options.schedule.shuffle};
  const std::string history_file = history_path(options.history, options.command[0]);
  const History history = load_or_warn(history_file, run);
  const Selection selection = select(suite, history, options);
  if (const Result<void> possible = check_bundles(suite, selection); !possible)
    return std::unexpected(possible.error());
  if (selects_nothing(selection)) return complain_about_no_units(prepared->recognised);
  const UnitList shared = shared_units(suite, selection, options);
  if (options.slice)
    run.slice = SliceRecord{.number = options.slice->index + 1,
                            .count = options.slice->count,
                            .cut_by = selection.cut_by,
                            .list = list_record(shared)};
  const TerminalSettings settings = terminal_settings(options.report, 1 + options.schedule.retries);
  Setups setups({.sandbox = prepared->sandbox,
                 .signals = *signals,
                 .directory = &*directory,
                 .selection = selection,
                 .settings = settings,
                 .collector = &*collector},
                options);
  if (const Result<void> possible = setups.check(); !possible)
    return std::unexpected(possible.error());
  const Policy policy = policy_of(suite, options, prepared->recognised.start_up);
  std::unique_ptr<PulledWork> work;
  if (options.queue) {
    Result<std::unique_ptr<PulledWork>> joined = PulledWork::join(
        {.suite = suite, .selection = selection, .options = options, .start_up = policy.start_up},
        *signals);
    if (!joined) return std::unexpected(joined.error());
    work = std::move(*joined);
    run.queue = work->record(list_record(shared));
  }
  if (const auto begun = directory->begin(unfinished(run)); !begun)
    return std::unexpected(begun.error());
  if (!shared.empty())
    if (const auto written = write_unit_list(*directory, shared); !written)
      return std::unexpected(written.error());
  if (const auto begun = collector->begin(directory->fd()); !begun)
    return std::unexpected(begun.error());
  // The build's layer has, for example, the coverage profile of packages without tests.
  if (*build)
    collector->take({.shard = build_shard, .shard_name = "build", .path = ""},
                    (*build)->step.layer());

  if (const auto seed = options.schedule.shuffle)
    print(fmt::format("Shuffled: use --shuffle={} to repeat this order\n", *seed));
  flush_output();
  const Deadline deadline = Deadline::in(work ? work->time_left() : options.deadline);
  Schedule schedule(selection.tasks, policy);
  // The tests of a suite with workers of its own run when it says so.
  Forecast forecast(suite.wishes().workers > 0 || work ? std::span<const Task>() : selection.tasks,
                    policy);
  Terminal terminal(STDOUT_FILENO, settings, schedule.expected().value_or(0));
  const std::string& own = prepared->sandbox.results_directory();
  Collisions collisions(own);
  KeptOut kept_out(own, working_directory(), pieces_of(reports, working_directory()));
  Recorder recorder({.suite = suite,
                     .directory = *directory,
                     .collector = *collector,
                     .collisions = collisions,
                     .kept_out = kept_out,
                     .terminal = terminal,
                     .slots = options.jobs,
                     .keep = options.keep,
                     .own = own,
                     .begin = start});
  Result<std::optional<Relaying>> relaying =
      open_relaying(suite, prepared->sandbox, options, selection.setups_of(selection.units),
                    directory->fd(), schedule.index_limit());
  if (!relaying) return std::unexpected(relaying.error());
  Result<ShardOutputs> outputs = ShardOutputs::open();
  if (!outputs) return std::unexpected(outputs.error());
  const std::optional<Result<RunEnd>> early_end = setups.set_up(deadline);
  // Opened after the set-ups, which may be stopped from the keyboard.
  const bool suite_reads_keys = options.jobs == 1;
  Keyboard keyboard(suite_reads_keys ? -1 : STDIN_FILENO);
  LocalExecutor executor(*relaying ? (*relaying)->controllers : prepared->sandbox);
  Loop loop({.executor = executor,
             .suite = suite,
             .schedule = schedule,
             .selection = selection,
             .forecast = forecast,
             .directory = *directory,
             .recorder = recorder,
             .terminal = terminal,
             .signals = *signals,
             .keyboard = keyboard,
             .groundwork_of = [&setups](auto numbers) { return setups.groundwork(numbers); },
             .deadline = deadline,
             .workers = *relaying ? &(*relaying)->workers : nullptr,
             .work = work.get()},
            options, std::move(*outputs));
  const Result<RunEnd> end = early_end ? *early_end : loop.run();

  recorder.release();
  keyboard.suspend();
  setups.tear_down(terminal);
  setups.add_to(run);
  if (*relaying) close_or_warn((*relaying)->controllers, run);
  close_or_warn(prepared->sandbox, run);
  if (const std::optional<std::size_t> whole = loop.whole()) {
    recorder.fill(run, {&*whole, 1}, {});
    run.framework = suite.framework();
  } else {
    recorder.fill(run, schedule.units(), schedule.handed_on());
  }
  add_earlier_durations(history, run);
  run.running = loop.interrupted();
  explain_missing(run, options, schedule, end);
  if (work) work->complete(run, end);
  add_collisions(collisions, run);
  add_kept_out(kept_out, run);
  add_collected(recorder.collected(), working_directory(), run);
  save_or_warn(history_file, options, run);
  update_state_files(suite, run);
  run.wall = std::chrono::steady_clock::now() - start;
  add_note_of(suite, end, run);
  note_outer_proc(run);
  if (settings.detail == Detail::verbose)
    std::ranges::copy(prepared->sandbox.losses(), std::back_inserter(run.notes));
  std::ranges::copy(recorder.clues().hints(options.layout), std::back_inserter(run.notes));
  hint_at_empty_history(history, options, run);
  hint_at_full_layers(options, run);
  const Result<void> written = write_reports(run, end, settings, *directory);
  const std::string notes = tell_github(run, settings) + pointer_to_why(run, options, settings);
  if (end || !run.units.empty()) terminal.summary(run, notes);
  const Result<void> left =
      work ? work->leave(written ? end : std::unexpected(written.error()), *signals)
           : Result<void>();
  if (!end) return std::unexpected(end.error());
  if (!written) return std::unexpected(written.error());
  if (!left && run.exit_code == exit_code::all_passed) return std::unexpected(left.error());
  return run.exit_code;
}

Result<int> list_suite(const Options& options) {
  Result<Signals> signals = Signals::open({SIGINT, SIGTERM, SIGHUP});
  if (!signals) return std::unexpected(signals.error());
  const Result<std::optional<Build>> build = build_programs(*signals, options);
  if (!build) return std::unexpected(build.error());
  if (*build && (*build)->built.failed) return complain_about_build(**build, options.report);
  const Result<Prepared> prepared = prepare(*signals, options, *build ? &**build : nullptr);
  if (!prepared) return std::unexpected(prepared.error());
  const std::unique_ptr<Suite>& suite = prepared->recognised.suite;
  const std::string& how = prepared->recognised.how;
  RunRecord run;
  const History history = load_or_warn(history_path(options.history, options.command[0]), run);
  const Selection selection = select(*suite, history, options);
  if (const Result<void> possible = check_bundles(*suite, selection); !possible)
    return std::unexpected(possible.error());
  if (options.explains)
    print(explanation(options, prepared->recognised, *build ? &**build : nullptr));
  if (selects_nothing(selection)) return complain_about_no_units(prepared->recognised);
  if (options.as_json) {
    std::vector<Unit> units;
    for (const Task& task : selection.tasks) {
      units.push_back(suite->units()[task.unit]);
      units.back().needs = task.needs;
    }
    print(list_json(suite->framework(), how, units));
    return exit_code::all_passed;
  }
  for (const std::size_t unit : selection.units)
    if (!options.explains) print(printable(suite->units()[unit].name) + '\n');
  const std::size_t count = selection.units.size();
  print_error(
      fmt::format("{}: {} unit{}, {}\n", suite->framework(), count, count == 1 ? "" : "s", how));
  print_left_out(*suite);
  return exit_code::all_passed;
}

}  // namespace isorun
