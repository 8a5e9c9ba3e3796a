#include "run/setups.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "base/assignment.hpp"
#include "base/streams.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "base/working_directory.hpp"
#include "layers/packed_layer.hpp"
#include "report/lines.hpp"
#include "run/inquiry.hpp"
#include "run/setup_key.hpp"
#include "suite/verdict.hpp"

namespace isorun {
namespace {

constexpr std::string_view setup = "setup";
constexpr std::string_view teardown = "teardown";

constexpr auto all = std::numeric_limits<std::uint32_t>::max();

}  // namespace

Result<void> Setups::check() const {
  if (parts_.selection.setups_of(parts_.selection.units) == 0) return {};
  if (Result<void> possible = check_copies(); !possible) return possible;
  return check_inputs();
}

std::optional<Result<RunEnd>> Setups::set_up(const Deadline& deadline) {
  const std::uint32_t needed = parts_.selection.setups_of(parts_.selection.units);
  unsigned number = 0;
  for (const StepOptions& step : options_.setups) {
    const unsigned current = number++;
    if ((needed >> current & 1U) == 0) continue;
    const Groundwork below = groundwork(seen_by_all_units_of(current));
    Ended ended = set_up(task_of(
        step, {.kind = std::string(setup), .log = fmt::format("logs/setup-{}.output", number)},
        {.deadline = std::min(Deadline::in(step.timeout), deadline),
         .setup = current,
         .groundwork = &below}));
    if (!ended) return std::unexpected(ended.error());
    if (!*ended) return RunEnd::interrupted;
    print((*ended)->lines);
    flush_output();
    if (!is_good((*ended)->record.reason))
      return deadline.has_passed() ? RunEnd::late : RunEnd::setup_failed;
    done_.emplace(current, std::move((*ended)->left));
  }
  return std::nullopt;
}

void Setups::tear_down(Terminal& terminal) {
  const Groundwork below = groundwork(all);
  std::size_t number = 0;
  for (const StepOptions& step : options_.teardowns) {
    Ended ended = run(task_of(
        step,
        {.kind = std::string(teardown), .log = fmt::format("logs/teardown-{}.output", ++number)},
        {.deadline = Deadline::in(step.timeout), .groundwork = &below}));
    if (!ended)
      problems_.push_back(fmt::format("the tear-down `{}` could not run: {}", printable(step.name),
                                      to_string(ended.error())));
    else if (!*ended)
      problems_.push_back(fmt::format("the tear-down `{}` was interrupted", printable(step.name)));
    else
      terminal.other((*ended)->lines);
  }
}

Groundwork Setups::groundwork(std::uint32_t setups) const {
  Groundwork found;
  for (const auto& [number, done] : done_) {
    if ((setups >> number & 1U) == 0) continue;
    found.setups.push_back(number);
    for (const std::string& variable : done.variables) set_variable(found.variables, variable);
  }
  return found;
}

void Setups::add_to(RunRecord& run) const {
  std::ranges::copy(records_, std::back_inserter(run.steps));
  std::ranges::copy(problems_, std::back_inserter(run.problems));
}

std::uint32_t Setups::seen_by_all_units_of(unsigned number) const {
  std::uint32_t seen = all;
  for (const std::size_t unit : parts_.selection.units) {
    const std::uint32_t needs = parts_.selection.setups[unit];
    if ((needs >> number & 1U) != 0) seen &= needs;
  }
  return seen;
}

// A copy shows what one set-up left, so that must include what the others did.
Result<void> Setups::check_copies() const {
  const auto is_copy = [](const DirectoryMode& directory) { return directory.mode == Mode::copy; };
  if (std::ranges::none_of(options_.layout.directories, is_copy)) return {};
  for (unsigned number = 0; number < options_.setups.size(); ++number) {
    const std::uint32_t before = (1U << number) - 1;
    const std::uint32_t below = seen_by_all_units_of(number) & before;
    for (const std::size_t unit : parts_.selection.units) {
      const std::uint32_t needs = parts_.selection.setups[unit];
      if ((needs >> number & 1U) == 0 || (needs & before) == below) continue;
      return std::unexpected(Error{
          Phase::usage, 0,
          fmt::format("--copy shows what one set-up left, but only some units of the set-up `{}` "
                      "need those before it; give them one filter, or none",
                      printable(options_.setups[number].name))});
    }
  }
  return {};
}

// What lies below a cached layer must be the same each time, so it must be cached, too.
Result<void> Setups::check_inputs() const {
  const std::uint32_t needed = parts_.selection.setups_of(parts_.selection.units);
  for (unsigned number = 0; number < options_.setups.size(); ++number) {
    const StepOptions& step = options_.setups[number];
    if ((needed >> number & 1U) == 0 || !step.inputs) continue;
    const std::uint32_t seen = seen_by_all_units_of(number) & needed;
    for (unsigned below = 0; below < number; ++below) {
      if ((seen >> below & 1U) == 0 || options_.setups[below].inputs) continue;
      return std::unexpected(Error{
          Phase::usage, 0,
          fmt::format("the set-up `{}` has inputs, but `{}` below it has none; give it inputs as "
                      "well: [] if its command alone decides what it leaves",
                      printable(step.name), printable(options_.setups[below].name))});
    }
  }
  return {};
}

Setups::Task Setups::task_of(const StepOptions& step, StepRecord record,
                             const Attempt::Start& how) const {
  record.name = step.name;
  record.command = step.command;
  return {.step = step,
          .record = std::move(record),
          .how = how,
          .command = {.argv = {"/bin/sh", "-c", step.command}},
          .take = [](const Layer&, Step&) { return Result<void>(); }};
}

Setups::Ended Setups::set_up(Task task) {
  if (!task.step.inputs) return run(std::move(task));
  const Groundwork& below = *task.how.groundwork;
  const Result<std::string> key = key_of(task.step, below);
  if (!key && key.error().code == EINTR) return std::nullopt;
  if (key)
    if (const auto cached = cache_.find(*key, parts_.sandbox.layer()))
      return restore(std::move(task), *cached);
  task.command.unset = hidden_variables(task.step, below);
  task.take = [this, &options = task.step, &below, &key](const Layer& layer, Step& step) {
    const Result<std::string> stored =
        key ? store(options, below, *key, layer, step.left.variables) : key;
    step.record.cache = stored ? "stored" : "not-stored";
    if (stored)
      step.left.layer = *stored;
    else
      step.record.cache_detail = to_string(stored.error());
    return Result<void>();
  };
  return run(std::move(task));
}

// An empty set-up makes the place that its layer then fills.
Setups::Ended Setups::restore(Task task, const CachedLayer& cached) {
  const auto begin = std::chrono::steady_clock::now();
  task.command.argv.back() = ":";
  task.reads_variables = false;
  task.take = [this, begin, &cached](const Layer& layer, Step& step) -> Result<void> {
    const Result<void> unpacked = unpack_layer(cached.packed(), layer);
    step.record.duration = std::chrono::steady_clock::now() - begin;
    step.record.cache = "used";
    step.left = {.variables = cached.setup().variables, .layer = cached.setup().id};
    if (unpacked || unpacked.error().code == EINTR) return unpacked;
    Error error = unpacked.error();
    error.phase = Phase::setup;
    error.what = fmt::format("the cached set-up `{}`: {}", printable(step.record.name), error.what);
    if (cache_.remove(cached.setup().key)) error.remedy = "it is no longer cached; run again";
    return std::unexpected(std::move(error));
  };
  return run(std::move(task));
}

Result<std::string> Setups::key_of(const StepOptions& options, const Groundwork& below) const {
  const auto refuse = [](std::string why) {
    return std::unexpected(Error{Phase::run, 0, std::move(why)});
  };
  if (cache_.directory().empty())
    return refuse("neither XDG_CACHE_HOME nor HOME names a directory");
  std::vector<std::string> layers;
  for (const unsigned number : below.setups) {
    layers.push_back(done_.at(number).layer);
    if (layers.back().empty())
      return refuse(
          fmt::format("the set-up `{}` below it is not", printable(options_.setups[number].name)));
  }
  return setup_key(options, {.layout = options_.layout,
                             .below = below,
                             .layers_below = layers,
                             .absent = parts_.sandbox.layer().absent,
                             .version = ISORUN_VERSION});
}

Result<std::string> Setups::store(const StepOptions& options, const Groundwork& below,
                                  const std::string& key, const Layer& layer,
                                  const Words& variables) const {
  const Result<std::string> now = key_of(options, below);
  if (!now) return now;
  if (*now != key) return std::unexpected(Error{Phase::run, 0, "its inputs changed while it ran"});
  return cache_.add({.key = key,
                     .version = ISORUN_VERSION,
                     .name = options.name,
                     .command = options.command,
                     .directory = working_directory(),
                     .variables = variables},
                    layer, parts_.sandbox.results_directory());
}

Setups::Ended Setups::run(Task task) {
  Result<UniqueFd> log;
  if (parts_.directory != nullptr)
    log = parts_.directory->create_log(task.record.log.substr(task.record.log.rfind('/') + 1));
  if (!log) return std::unexpected(log.error());
  Result<Attempt> attempt = run_to_end(parts_.sandbox, parts_.signals, task.command, task.how,
                                       "running a set-up or tear-down", std::move(*log));
  if (!attempt) {
    const Error& error = attempt.error();
    if (error.phase == Phase::run && error.code == EINTR) return std::nullopt;
    return std::unexpected(error);
  }
  const Evidence evidence = attempt->evidence();
  const std::optional<Verdict> verdict = judge(evidence);
  if (!verdict) return std::nullopt;
  Step step{.record = std::move(task.record)};
  StepRecord& record = step.record;
  record.reason = verdict->reason;
  record.detail = verdict->detail;
  record.duration = evidence.ending.wall;
  if (is_good(record.reason) && !task.step.env.empty() && task.reads_variables) {
    Result<Words> variables = read_variables(task.step.env, evidence);
    if (variables) {
      step.left.variables = std::move(*variables);
    } else {
      record.reason = Reason::failed;
      record.detail = variables.error().what;
    }
  }
  if (is_good(record.reason)) {
    const Result<void> taken = task.take(attempt->layer(), step);
    if (!taken && taken.error().code == EINTR) return std::nullopt;
    if (!taken) return std::unexpected(taken.error());
    if (parts_.collector != nullptr && task.how.setup)
      parts_.collector->take_setup(*task.how.setup, attempt->layer());
  } else {
    problems_.push_back(problem_of(record));
  }
  records_.push_back(record);
  step.lines = lines_of(record, evidence.log);
  return step;
}

std::string Setups::problem_of(const StepRecord& record) const {
  std::string problem =
      fmt::format("the {} `{}` failed: {}", record.kind == setup ? "set-up" : "tear-down",
                  printable(record.name), record.detail);
  if (parts_.directory != nullptr)
    problem += fmt::format("; see {}/{}", printable(parts_.directory->path()), record.log);
  return problem;
}

Result<Words> Setups::read_variables(const std::string& file, const Evidence& evidence) const {
  const auto refuse = [&file](const std::string& why) {
    return std::unexpected(Error{Phase::run, 0, fmt::format("{} {}", printable(file), why)});
  };
  const std::vector<std::string> contents = evidence.written(file);
  if (contents.empty()) return refuse("was not written");
  Words variables;
  for (const std::string_view line : lines(contents.front())) {
    if (line.empty()) continue;
    if (!is_assignment(line))
      return refuse(fmt::format(
          "has a line that is not NAME=VALUE, or sets a variable of isorun: {}", printable(line)));
    variables.emplace_back(line);
  }
  return variables;
}

std::string Setups::lines_of(const StepRecord& record, std::string_view output) const {
  const bool is_bad = !is_good(record.reason);
  if (parts_.settings.detail == Detail::quiet && !is_bad) return {};
  const Label label{record.kind == setup ? "SETUP" : "TEARDOWN", is_bad ? Style::bad : Style::good};
  std::string text = is_bad ? std::string(output) : std::string();
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text + fmt::format("{} {}{}{}{}\n", timed(label, record.duration, parts_.settings.color),
                            printable(record.name), is_bad ? ": " : "", record.detail,
                            note_on_cache(record));
}

}  // namespace isorun
