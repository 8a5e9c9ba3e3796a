#include "run/loop.hpp"

#include <algorithm>
#include <iterator>
#include <signal.h>
#include <unistd.h>
#include <utility>

#include "run/claims.hpp"

namespace isorun {
namespace {

// If a run ends early, shards are still judged, and then their layers read and merged, if neither
// takes longer.
constexpr std::chrono::nanoseconds longest_reading = std::chrono::milliseconds(50);

// How often to check, while a slot has no job, whether a running one should give units back.
constexpr std::chrono::nanoseconds rarest_look_for_units = std::chrono::milliseconds(50);

}  // namespace

Loop::Loop(const Parts& parts, const Options& options, ShardOutputs outputs)
    : parts_(parts),
      options_(options),
      outputs_(std::move(outputs)),
      running_units_({.suite = parts.suite,
                      .selection = parts.selection,
                      .forecast = parts.forecast,
                      .terminal = parts.terminal,
                      .slow = options.report.slow}),
      first_shard_({.suite = parts.suite,
                    .schedule = parts.schedule,
                    .forecast = parts.forecast,
                    .terminal = parts.terminal}),
      starter_({.executor = parts.executor,
                .suite = parts.suite,
                .selection = parts.selection,
                .groundwork_of = parts_.groundwork_of,
                .directory = parts.directory,
                .workers = parts.workers},
               options, outputs_),
      deadline_(parts.deadline),
      judge_(parts.suite, parts.directory) {
  add_sources();
}

// In the order in which they are handled: output comes before the ends of shards, and what may end
// the run before what starts more shards.
void Loop::add_sources() {
  sources_.add(parts_.recorder.event_fd(), [this] { release_read(); });
  sources_.add(outputs_.fd(), [this] { outputs_.pump(); });
  sources_.add(parts_.signals.fd(), [this] { handle_signals(); });
  sources_.add([this](Wakeups& wakeups) { wakeups.add_input(parts_.keyboard.fd()); },
               [this] { handle_keys(); });
  sources_.add([this](Wakeups& wakeups) { add_deadlines(wakeups); }, [this] { keep_time(); });
  if (parts_.workers != nullptr)
    sources_.add([this](Wakeups& wakeups) { parts_.workers->add_to(wakeups); },
                 [this] { finish_workers(); });
  sources_.add(
      [this](Wakeups& wakeups) {
        for (const auto& active : active_) active->attempt.add_to(wakeups);
      },
      [this] { finish_ended(); });
  sources_.add(judge_.event_fd(), [this] { take_judged(); });
  sources_.add([this](Wakeups& wakeups) { running_units_.add_to(wakeups); },
               [this] { running_units_.look(active_); });
  if (parts_.work != nullptr)
    sources_.add([this](Wakeups& wakeups) { ask_queue(wakeups); }, [this] { handle_queue(); });
}

Result<RunEnd> Loop::run() {
  for (;;) {
    if (Result<void> filled = fill_slots(); !filled) fail(filled.error());
    if (is_done()) break;
    if (first_shard_.has_proved(active_) || has_divided_a_job()) continue;
    sources_.turn();
  }
  if (error_) return std::unexpected(*error_);
  return end_;
}

// Shards that wait to be judged, or whose layers wait to be read.
std::size_t Loop::unread() {
  return judge_.pending() + parts_.recorder.pending();
}

// Whether all shards have ended and have been read.
bool Loop::is_done() {
  if (!active_.empty() || (parts_.workers != nullptr && !parts_.workers->empty())) return false;
  if (end_ != RunEnd::complete && !patience_.left()) patience_ = Deadline::in(longest_reading);
  if (is_behind_ || unread() > 0 || parts_.schedule.may_be_fed()) return false;
  if (std::exchange(is_merged_, true)) return true;
  parts_.recorder.merge();
  return false;
}

// Starts no shard while too many wait: the layer of each takes memory.
Result<void> Loop::fill_slots() {
  // If failures may end the run, results must be known before new jobs start.
  const std::size_t most_unjudged = parts_.schedule.stops_at_failures() ? 1 : options_.jobs;
  for (;;) {
    is_crowded_ = is_crowded_ && unread() > 0;
    is_behind_ = is_crowded_ || judge_.pending() >= most_unjudged ||
                 parts_.recorder.pending() > options_.jobs;
    std::optional<Job> job = is_behind_ ? std::nullopt : parts_.schedule.next();
    if (!job) return {};
    if (Result<void> started = start(std::move(*job)); !started) return started;
  }
}

Result<void> Loop::start(Job job) {
  Result<std::shared_ptr<ActiveShard>> started = starter_.start(std::move(job));
  if (!started) return std::unexpected(started.error());
  active_.push_back(*std::move(started));
  running_units_.start(*active_.back());
  return {};
}

void Loop::release_read() {
  parts_.recorder.release();
  if (const std::optional<Error> error = parts_.recorder.error()) fail(*error);
}

void Loop::handle_signals() {
  while (const std::optional<Signals::Event> event = parts_.signals.next()) {
    switch (event->number) {
      case SIGUSR1:
        running_units_.show_snapshot(active_);
        break;
      case SIGTSTP:
        suspend();
        break;
      case SIGCONT:
        parts_.keyboard.resume();
        break;
      default:
        end_ = RunEnd::interrupted;
        // Later signals end shards that were already asked to end.
        if (interrupted_.empty()) interrupted_ = running_units_.records(active_);
        parts_.schedule.stop();
        stop_all(Evidence::Stop::interrupted);
    }
  }
}

void Loop::handle_keys() {
  while (parts_.keyboard.next() == Key::snapshot) running_units_.show_snapshot(active_);
}

void Loop::ask_queue(Wakeups& wakeups) {
  if (!is_behind_) parts_.work->ask(parts_.schedule);
  wakeups.add_input(parts_.work->event_fd());
}

// When --max-fail is reached anywhere, the run ends on all machines.
void Loop::handle_queue() {
  if (!parts_.work->feed(parts_.schedule)) return;
  parts_.schedule.stop();
  stop_all(Evidence::Stop::interrupted);
}

// The shards keep running, in sessions of their own.
void Loop::suspend() {
  parts_.terminal.clear();
  parts_.keyboard.suspend();
  ::raise(SIGSTOP);
}

void Loop::add_deadlines(Wakeups& wakeups) const {
  for (const Deadline& deadline : {deadline_, first_shard_.next_look(), next_division_, patience_})
    wakeups.add(deadline);
}

void Loop::keep_time() {
  for (const auto& active : active_) active->attempt.keep_time();
  if (patience_.has_passed()) {
    judge_.interrupt();
    if (judge_.pending() == 0) parts_.recorder.interrupt();
    patience_ = Deadline();
  }
  if (!deadline_.has_passed()) return;
  deadline_ = Deadline();
  end_ = RunEnd::late;
  parts_.schedule.stop();
  stop_all(Evidence::Stop::timeout);
}

// Frees slots for the next shards while these are read.
void Loop::finish_ended() {
  const auto runs_on = [](const auto& active) { return !active->attempt.poll(); };
  const auto first_ended = std::ranges::stable_partition(active_, runs_on).begin();
  ActiveShards ended;
  std::ranges::move(first_ended, active_.end(), std::back_inserter(ended));
  active_.erase(first_ended, active_.end());
  for (const auto& active : ended) {
    starter_.free_slots(*active);
    const auto took = Clock::now() - active->attempt.begin();
    parts_.schedule.release(active->job, took);
    parts_.forecast.job_ended(active->job.units, took);
  }
  // A large layer in memory must be read before the next shard starts.
  is_crowded_ = is_crowded_ || std::ranges::any_of(ended, [](const auto& active) {
                  return active->attempt.holds_much_memory();
                });
  // Slots are filled before judging, which may add jobs, so that the order of jobs does not depend
  // on how long it takes.
  const bool must_wait = is_crowded_ || parts_.schedule.stops_at_failures();
  if (Result<void> filled = must_wait ? Result<void>() : fill_slots(); !filled)
    fail(filled.error());
  for (const auto& active : ended) finish(active);
}

void Loop::finish(const std::shared_ptr<ActiveShard>& active) {
  Evidence evidence = active->attempt.evidence();
  first_shard_.judge(*active, evidence);
  if (evidence.ending.how != Ending::How::setup_failed)
    return judge_.add(active, std::move(evidence));
  fail(evidence.ending.error);
  parts_.schedule.end(active->job, {});
}

void Loop::take_judged() {
  const std::size_t before = judge_.pending();
  while (const std::shared_ptr<Judge::Case> judged = judge_.next()) take(*judged);
  if (before > 0 && judge_.pending() == 0) patience_ = Deadline();
  if (const std::optional<Error> error = judge_.error()) fail(*error);
}

void Loop::take(const Judge::Case& judged) {
  ActiveShard& active = *judged.shard;
  const auto& [results, places, logs] = judged.judgement;
  if (results.error) fail(*results.error);
  std::vector<Outcome> outcomes;
  outcomes.reserve(results.results.size());
  for (const UnitResult& result : results.results)
    outcomes.push_back({result.unit, is_good(result.reason)});
  const bool had_stopped = parts_.schedule.has_stopped();
  const Ended ended = parts_.schedule.end(active.job, outcomes, results.tells_one_by_one);
  if (parts_.work != nullptr && !had_stopped) report(active, results, ended);
  for (std::size_t i = 0; i < results.results.size(); ++i)
    if (ended.meanings[i] == Meaning::last_word)
      parts_.forecast.unit_ended(results.results[i].unit, results.results[i].duration);
  parts_.recorder.take(
      {active.job, active.shown, judged.evidence, results, ended.meanings, places, logs,
       active.attempt.layer(), active.attempt.output(), active.attempt.services().records()},
      judged.shard);
  // --max-fail: do not wait for running shards.
  if (!had_stopped && parts_.schedule.has_stopped()) stop_all(Evidence::Stop::interrupted);
}

// Includes units that get no result after all attempts: no other machine would get one either.
void Loop::report(const ActiveShard& active, const ShardResults& results, const Ended& ended) {
  std::vector<EndedUnit> units;
  for (std::size_t i = 0; i < results.results.size(); ++i)
    if (ended.meanings[i] == Meaning::last_word)
      units.push_back(
          {parts_.work->position(results.results[i].unit), !is_good(results.results[i].reason)});
  for (const std::size_t unit : ended.given_up)
    units.push_back({parts_.work->position(unit), true});
  parts_.work->report(std::move(units), Clock::now() - active.attempt.begin(),
                      {.units = ended.handed_on, .attempt = active.job.attempt});
}

// A slot without a job gets units of a running one.
bool Loop::has_divided_a_job() {
  next_division_ = Deadline();
  if (is_behind_ || !parts_.schedule.wants_units_back()) return false;
  const Clock::time_point now = Clock::now();
  std::vector<JobProgress> running;
  for (const auto& active : active_) {
    const UniqueFd directory = active->attempt.open_results();
    auto progress =
        Claims(directory.get()).progress(active->job.units.size(), now - active->attempt.begin());
    if (!progress) continue;
    progress->job = active->job.index;
    running.push_back(*progress);
  }
  next_division_ = Deadline::in(rarest_look_for_units);
  const auto division = parts_.schedule.division(running);
  if (!division) return false;
  const auto active =
      std::ranges::find(active_, division->job, [](const auto& each) { return each->job.index; });
  const UniqueFd directory = (*active)->attempt.open_results();
  if (!Claims(directory.get()).take(division->first)) return false;
  (*active)->job = parts_.schedule.divide(*division);
  (*active)->shown.units = (*active)->job.units.size();
  return true;
}

// A worker has no units of its own: its controller reports them.
void Loop::finish_workers() {
  const auto services = [this](std::size_t shard) {
    return starter_.open_services(shard, parts_.selection.services_of(parts_.selection.units));
  };
  if (Result<void> handled = parts_.workers->handle(services); !handled) fail(handled.error());
  for (RelayedWorkers::Ended& worker : parts_.workers->take_ended()) {
    const std::shared_ptr<Attempt> attempt = std::move(worker.attempt);
    const Evidence evidence = attempt->evidence();
    if (evidence.ending.how == Ending::How::setup_failed) fail(evidence.ending.error);
    ShardResults results;
    if (evidence.ending.how == Ending::How::service_failed)
      results.problem.emplace(Reason::setup_failed, to_string(evidence.ending.error));
    const Job job{.index = worker.index};
    const RunningShard shown{.slot = worker.slot, .shard = worker.index, .begin = attempt->begin()};
    parts_.recorder.take({job,
                          shown,
                          evidence,
                          results,
                          {},
                          {},
                          {},
                          attempt->layer(),
                          nullptr,
                          attempt->services().records()},
                         attempt);
  }
}

void Loop::fail(Error error) {
  if (error_) return;
  error_ = std::move(error);
  parts_.schedule.stop();
  stop_all(Evidence::Stop::interrupted);
}

void Loop::stop_all(Evidence::Stop why) {
  for (const auto& active : active_) active->attempt.stop(why);
}

}  // namespace isorun
