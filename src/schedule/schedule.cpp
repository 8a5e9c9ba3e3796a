#include "schedule/schedule.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "schedule/first_jobs.hpp"

namespace isorun {

using std::chrono::nanoseconds;

Schedule::Schedule(std::vector<Task> tasks, const Policy& policy)
    : tasks_(std::move(tasks)),
      policy_(policy),
      bundles_(make_bundles(tasks_, policy.slots)),
      most_retries_(policy.retries),
      queue_(std::max<std::size_t>(policy.slots, 1), bundles_.locks) {
  policy_.slots = std::max<std::size_t>(policy.slots, 1);
  for (const Task& task : tasks_) most_retries_ = std::max(most_retries_, task.retries.value_or(0));
  place_tasks();
  if (policy_.is_fed) open_feeding();
}

void Schedule::place_tasks() {
  position_of_.clear();
  for (std::size_t position = 0; position < tasks_.size(); ++position)
    position_of_.emplace(tasks_[position].unit, position);
}

std::optional<Job> Schedule::next() {
  if (has_stopped_) return std::nullopt;
  if (queue_.empty() && held_.empty() && has_more_rounds()) open_round();
  const std::optional<std::size_t> index = queue_.take();
  if (!index) return std::nullopt;
  auto part = waiting_.extract(*index);
  if (part.mapped().pool && part.mapped().job.units.empty()) fill(part.mapped());
  const Job job = part.mapped().job;
  running_.insert(std::move(part));
  return job;
}

bool Schedule::has_more_rounds() const {
  return !tasks_.empty() && (policy_.rounds == 0 || rounds_.size() < policy_.rounds);
}

bool Schedule::is_done() const {
  return running_.empty() && !may_be_fed() &&
         (has_stopped_ || (queue_.empty() && held_.empty() && !has_more_rounds()));
}

std::optional<std::size_t> Schedule::expected() const {
  if (policy_.rounds == 0 || policy_.is_fed) return std::nullopt;
  return tasks_.size() * policy_.rounds;
}

void Schedule::open_round() {
  const auto round = static_cast<unsigned>(rounds_.size());
  rounds_.push_back({std::vector<bool>(tasks_.size()), tasks_.size(), index_base(round, 0)});
  for (FirstJob& first : first_jobs(tasks_, bundles_, policy_, round)) {
    if (first.pool) {
      pools_.push_back({std::move(*first.pool), std::move(first.pieces), first.demand, round});
      add_next_of(pools_.size() - 1);
      continue;
    }
    Part part{
        .job = {.index = rounds_.back().next_index++, .slots = first.demand.slots, .round = round},
        .demand = std::move(first.demand),
        .wanted = std::move(first.tasks)};
    for (const std::size_t position : part.wanted) part.job.units.push_back(tasks_[position].unit);
    std::ranges::sort(part.wanted);
    if (policy_.first_alone && part.job.index > 0 && round == 0)
      held_.push_back(std::move(part));
    else
      add(std::move(part), true);
  }
}

// It gets its units when it starts. At most one such job of a pool waits.
void Schedule::add_next_of(std::size_t pool) {
  const Source& source = pools_[pool];
  Part part;
  part.job.index = rounds_[source.round].next_index++;
  part.job.slots = source.demand.slots;
  part.job.round = source.round;
  part.demand = source.demand;
  part.pool = pool;
  add(std::move(part), true);
}

void Schedule::fill(Part& part) {
  Source& source = pools_[*part.pool];
  for (const std::size_t piece : source.pool.take()) {
    part.boundaries.push_back(part.job.units.size());
    for (const std::size_t position : source.pieces[piece]) {
      part.wanted.push_back(position);
      part.job.units.push_back(tasks_[position].unit);
    }
  }
  std::ranges::sort(part.wanted);
  if (!source.pool.empty()) add_next_of(*part.pool);
}

bool Schedule::wants_units_back() const {
  const auto may_give = [](const auto& running) {
    return !running.second.is_released && running.second.boundaries.size() > 1;
  };
  return policy_.gives_back && !has_stopped_ && queue_.empty() && queue_.has_free_slot() &&
         std::ranges::any_of(running_, may_give);
}

std::optional<Schedule::Division> Schedule::division(std::span<const JobProgress> running) const {
  std::optional<Division> best;
  nanoseconds saved{};
  for (const JobProgress& progress : running) {
    const Part& part = running_.at(progress.job);
    const auto found = best_division(progress, part.boundaries, part.job.units.size());
    if (!found || found->saved <= saved) continue;
    best = Division{progress.job, found->first};
    saved = found->saved;
  }
  return best;
}

Job Schedule::divide(const Division& division) {
  Part& kept = running_.at(division.job);
  Part given{.job = kept.job, .demand = kept.demand, .pool = kept.pool};
  const auto first = kept.job.units.begin() + static_cast<std::ptrdiff_t>(division.first);
  given.job.units.assign(first, kept.job.units.end());
  given.job.index = rounds_[kept.job.round].next_index++;
  kept.job.units.erase(first, kept.job.units.end());
  const auto boundary = std::ranges::lower_bound(kept.boundaries, division.first);
  for (auto at = boundary; at != kept.boundaries.end(); ++at)
    given.boundaries.push_back(*at - division.first);
  kept.boundaries.erase(boundary, kept.boundaries.end());
  const std::set<std::size_t> units(given.job.units.begin(), given.job.units.end());
  const auto is_kept = [&](std::size_t position) { return !units.contains(tasks_[position].unit); };
  const auto [moved, end] = std::ranges::stable_partition(kept.wanted, is_kept);
  given.wanted.assign(moved, end);
  kept.wanted.erase(moved, end);
  Job rest = kept.job;
  add(std::move(given), true);
  return rest;
}

void Schedule::release_held() {
  for (Part& part : std::exchange(held_, {})) add(std::move(part), true);
}

void Schedule::keep_only(const Job& job) {
  held_.clear();
  Part& part = running_.at(job.index);
  std::vector<Task> kept;
  for (const std::size_t position : part.wanted) kept.push_back(std::move(tasks_[position]));
  tasks_ = std::move(kept);
  bundles_ = make_bundles(tasks_, policy_.slots);
  part.wanted.resize(tasks_.size());
  std::iota(part.wanted.begin(), part.wanted.end(), 0);
  rounds_.front() = {std::vector<bool>(tasks_.size()), tasks_.size()};
  place_tasks();
}

void Schedule::add(Part part, bool is_first) {
  queue_.push({.round = part.job.round,
               .is_serial = part.demand.is_serial,
               .is_first = is_first,
               .index = part.job.index},
              part.demand);
  const std::size_t index = part.job.index;
  waiting_.emplace(index, std::move(part));
}

// Each attempt has two ranges of indices, each as long as the number of tasks. The first holds its
// initial jobs: the first attempt's in order, later ones by their first unit, which is unique. The
// second holds jobs that continue one that ended early, by that job's first unit with an outcome,
// which has no other outcome in this attempt.
std::size_t Schedule::index_base(unsigned round, unsigned attempt) const {
  const std::size_t attempts = std::size_t{most_retries_} + 1;
  return (round * attempts + attempt) * 2 * tasks_.size();
}

std::size_t Schedule::index_limit() const {
  constexpr std::size_t far = std::numeric_limits<std::size_t>::max() / 2;
  return policy_.rounds == 0 ? far : index_base(policy_.rounds, 0);
}

void Schedule::release(const Job& job, std::optional<nanoseconds> took) {
  const auto found = running_.find(job.index);
  if (found == running_.end() || found->second.is_released) return;
  Part& part = found->second;
  part.is_released = true;
  queue_.release(part.demand);
  if (part.pool && took) pools_[*part.pool].pool.learn(part.job.units.size(), *took);
}

Ended Schedule::end(const Job& job, std::span<const Outcome> outcomes, bool tells_one_by_one) {
  release(job);
  const auto found = running_.extract(job.index);
  Ended ended{.meanings = std::vector(outcomes.size(), Meaning::not_asked_for)};
  if (found.empty()) return ended;
  const Part& part = found.mapped();
  std::vector<bool> has_outcome(part.wanted.size());
  Positions failed;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const auto position = position_of_.find(outcomes[i].unit);
    if (position == position_of_.end()) continue;
    const auto place = std::ranges::lower_bound(part.wanted, position->second);
    if (place == part.wanted.end() || *place != position->second) continue;
    const auto number = static_cast<std::size_t>(place - part.wanted.begin());
    if (has_outcome[number]) continue;
    has_outcome[number] = true;
    const bool runs_again = !outcomes[i].is_good && !has_stopped_ &&
                            job.attempt < tasks_[*place].retries.value_or(policy_.retries);
    ended.meanings[i] = runs_again ? Meaning::again : Meaning::last_word;
    if (runs_again) failed.push_back(*place);
    if (!runs_again) settle(*place, job.round);
    if (!runs_again && !outcomes[i].is_good) count_failure();
  }
  Positions rest;
  std::optional<std::size_t> done;
  for (std::size_t i = 0; i < has_outcome.size(); ++i) {
    if (!has_outcome[i]) rest.push_back(part.wanted[i]);
    if (has_outcome[i] && !done) done = part.wanted[i];
  }
  add_retries(part, failed, ended);
  if (rest.empty()) return ended;
  if (done && !has_stopped_) {
    add_rest(part, rest, *done);
    return ended;
  }
  if (!done && tells_one_by_one && !has_stopped_ && add_apart(part, rest)) return ended;
  for (const std::size_t position : rest) {
    ended.given_up.push_back(tasks_[position].unit);
    if (!has_stopped_) count_failure();
  }
  return ended;
}

void Schedule::add_retries(const Part& part, const Positions& failed, Ended& ended) {
  std::map<std::size_t, Positions> by_bundle;
  for (const std::size_t position : failed)
    by_bundle[bundles_.of_task[position]].push_back(position);
  for (auto& [bundle, wanted] : by_bundle) {
    if (!hands_on(bundles_.bundles[bundle])) {
      add_retry(part.job.round, part.job.attempt + 1, std::move(wanted));
      continue;
    }
    std::vector<std::size_t>& units = ended.handed_on.emplace_back();
    for (const std::size_t position : wanted) {
      units.push_back(tasks_[position].unit);
      handed_on_.insert(tasks_[position].unit);
      settle(position, part.job.round);
    }
  }
}

void Schedule::add_retry(unsigned round, unsigned attempt, Positions wanted) {
  std::ranges::sort(wanted);
  const Bundle& whole = bundles_.bundles[bundles_.of_task[wanted.front()]];
  const std::size_t index = index_base(round, attempt) + wanted.front();
  Part retry{
      .job = {.index = index, .slots = whole.demand.slots, .round = round, .attempt = attempt},
      .demand = whole.demand,
      .wanted = std::move(wanted)};
  for (const std::size_t position : whole.tasks) retry.job.units.push_back(tasks_[position].unit);
  add(std::move(retry), false);
}

// The same job without bundles that are finished.
void Schedule::add_rest(const Part& part, const Positions& rest, std::size_t done) {
  std::set<std::size_t> bundles;
  for (const std::size_t position : rest) bundles.insert(bundles_.of_task[position]);
  Part remainder{.job = part.job, .demand = part.demand, .wanted = rest};
  remainder.job.index = index_base(part.job.round, part.job.attempt) + tasks_.size() + done;
  std::erase_if(remainder.job.units, [&](std::size_t unit) {
    return !bundles.contains(bundles_.of_task[position_of_.at(unit)]);
  });
  add(std::move(remainder), false);
}

// Adds one job for each bundle if there is more than one; returns whether it did. No other job of
// this attempt has an outcome of these units, so that each of their indices is free.
bool Schedule::add_apart(const Part& part, const Positions& rest) {
  std::map<std::size_t, Positions> by_bundle;
  for (const std::size_t position : rest) by_bundle[bundles_.of_task[position]].push_back(position);
  if (by_bundle.size() == 1) return false;
  for (const auto& [bundle, wanted] : by_bundle) add_rest(part, wanted, wanted.front());
  return true;
}

void Schedule::settle(std::size_t position, unsigned round) {
  Round& place = rounds_[round];
  place.is_settled[position] = true;
  if (--place.left == 0) place.is_settled = {};
}

void Schedule::count_failure() {
  ++failures_;
  const bool is_enough =
      policy_.until_fail || (policy_.max_fail > 0 && failures_ >= policy_.max_fail);
  if (is_enough) has_stopped_ = true;
}

std::vector<Schedule::Missing> Schedule::missing() const {
  std::vector<Missing> result;
  const auto begun = std::max<std::size_t>(rounds_.size(), 1);
  for (std::size_t round = 0; round < begun; ++round) {
    if (round < rounds_.size() && rounds_[round].left == 0) continue;
    for (std::size_t position = 0; position < tasks_.size(); ++position) {
      if (round < rounds_.size() && rounds_[round].is_settled[position]) continue;
      result.push_back({tasks_[position].unit, static_cast<unsigned>(round)});
    }
  }
  return result;
}

}  // namespace isorun
