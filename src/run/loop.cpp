#include "run/loop.hpp"

#include <algorithm>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

namespace isorun {

Loop::Loop(Sandbox& sandbox, const Suite& suite, ResultsDirectory& directory, Signals& signals,
           const Options& options, RelayedWorkers* workers)
    : sandbox_(sandbox),
      suite_(suite),
      directory_(directory),
      signals_(signals),
      options_(options),
      workers_(workers),
      slots_(options.jobs) {}

Result<Loop::Outcome> Loop::run(std::vector<Batch> batches, const OnEnd& on_end) {
  batch_count_ = batches.size();
  for (std::size_t i = 0; i < batches.size(); ++i)
    waiting_.push_back({i, std::move(batches[i].units)});
  for (;;) {
    if (Result<void> filled = fill_slots(); !filled) fail(filled.error());
    const bool is_idle =
        std::ranges::none_of(slots_, [](const auto& active) { return active != nullptr; });
    if (is_idle && (workers_ == nullptr || workers_->empty())) break;
    wait();
    handle_signals();
    if (Result<void> handled = handle_workers(on_end); !handled) fail(handled.error());
    finish_ended(on_end);
  }
  if (error_) return std::unexpected(*error_);
  return interrupted_ ? Outcome::interrupted : Outcome::complete;
}

Result<void> Loop::fill_slots() {
  for (std::size_t slot = 0; slot < slots_.size() && !waiting_.empty() && !interrupted_ && !error_;
       ++slot) {
    if (slots_[slot] != nullptr) continue;
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    Result<UniqueFd> log = directory_.create_log(shard_log_name(job.index));
    if (!log) return std::unexpected(log.error());
    const bool reads_stdin = options_.jobs == 1 && options_.list != "-";
    ShardCommand command = suite_.command(job.units, sandbox_.results_directory());
    if (workers_ != nullptr) command.set.push_back(workers_->variable());
    Result<Attempt> attempt =
        Attempt::start(sandbox_, command, static_cast<unsigned>(slot),
                       reads_stdin ? STDIN_FILENO : -1, std::move(*log), options_.timeout);
    if (!attempt) return std::unexpected(attempt.error());
    slots_[slot] = std::make_unique<Active>(Active{std::move(job), slot, std::move(*attempt)});
  }
  return {};
}

void Loop::wait() {
  std::vector<pollfd> sources = {{signals_.fd(), POLLIN, 0}};
  Deadline first;
  for (const auto& active : slots_) {
    if (active == nullptr) continue;
    sources.push_back({active->attempt.event_fd(), POLLIN, 0});
    first = std::min(first, active->attempt.deadline());
  }
  if (workers_ != nullptr) {
    workers_->add_sources(sources);
    first = std::min(first, workers_->deadline());
  }
  const std::optional<timespec> left = first.left();
  ::ppoll(sources.data(), sources.size(), left ? &*left : nullptr, nullptr);
}

void Loop::handle_signals() {
  while (signals_.next()) {
    interrupted_ = true;
    stop_all(Evidence::Stop::interrupted);
  }
  for (const auto& active : slots_) {
    if (active != nullptr) active->attempt.keep_time();
  }
}

// Their slots run the next shards while what they left is read.
void Loop::finish_ended(const OnEnd& on_end) {
  std::vector<std::unique_ptr<Active>> ended;
  for (auto& place : slots_) {
    if (place != nullptr && place->attempt.poll()) ended.push_back(std::move(place));
  }
  if (Result<void> filled = fill_slots(); !filled) fail(filled.error());
  for (const auto& active : ended) finish(*active, on_end);
}

void Loop::finish(Active& active, const OnEnd& on_end) {
  const Evidence evidence = active.attempt.evidence();
  if (evidence.ending.how == Ending::How::setup_failed) return fail(evidence.ending.error);
  const ShardResults results = suite_.results(active.job.units, evidence);
  if (results.error) fail(*results.error);
  on_end({active.job.index, active.slot, active.job.units, evidence, results,
          active.attempt.layer(), active.attempt.log()});
  run_again(active.job, results);
}

// A worker has no units of its own: its controller reports them all.
Result<void> Loop::handle_workers(const OnEnd& on_end) {
  static const std::vector<std::size_t> no_units;
  if (workers_ == nullptr) return {};
  Result<void> handled = workers_->handle();
  for (const RelayedWorkers::Ended& worker : workers_->take_ended()) {
    const Evidence evidence = worker.attempt->evidence();
    if (evidence.ending.how == Ending::How::setup_failed)
      handled = std::unexpected(evidence.ending.error);
    on_end({worker.index, worker.slot, no_units, evidence, {}, worker.attempt->layer(), -1});
  }
  return handled;
}

// As long as it gets on: a shard without a single result would only end the same way.
void Loop::run_again(const Job& job, const ShardResults& results) {
  if (workers_ != nullptr || results.not_run.empty() || results.results.empty() || interrupted_ ||
      error_)
    return;
  waiting_.push_front({job.index + batch_count_, results.not_run});
}

void Loop::fail(Error error) {
  if (error_) return;
  error_ = std::move(error);
  stop_all(Evidence::Stop::interrupted);
}

void Loop::stop_all(Evidence::Stop why) {
  for (const auto& active : slots_) {
    if (active != nullptr) active->attempt.stop(why);
  }
}

}  // namespace isorun
