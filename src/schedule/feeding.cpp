// A schedule whose tasks come one after another: Policy::is_fed.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "schedule/first_jobs.hpp"
#include "schedule/schedule.hpp"

namespace isorun {

// The only round is open from the start. Tasks that have not been fed count as settled.
void Schedule::open_feeding() {
  is_fed_ = true;
  rounds_.push_back({std::vector<bool>(tasks_.size(), true), 0, index_base(0, 0)});
}

// The task's outcome is asked for, perhaps again.
void Schedule::await(std::size_t position) {
  Round& round = rounds_.front();
  if (round.is_settled.empty()) round.is_settled.assign(tasks_.size(), true);
  round.is_settled[position] = false;
  ++round.left;
  fed_.insert(position);
  handed_on_.erase(tasks_[position].unit);
}

// Makes the jobs of one slot, since other slots ask for tasks of their own.
void Schedule::feed(std::span<const std::size_t> positions, std::span<const std::size_t> others) {
  const std::set<std::size_t> left_out(others.begin(), others.end());
  std::set<std::size_t> wanted_bundles;
  for (const std::size_t position : positions)
    if (!left_out.contains(position)) wanted_bundles.insert(bundles_.of_task[position]);
  std::vector<std::size_t> order(positions.begin(), positions.end());
  std::erase_if(order, [&](std::size_t position) {
    return !wanted_bundles.contains(bundles_.of_task[position]);
  });
  if (order.empty()) return;
  std::ranges::sort(order);
  std::vector<Task> tasks;
  Bundles bundles{.locks = bundles_.locks};
  std::map<std::size_t, std::size_t> copies;  // by bundle: its number in `bundles`
  for (const std::size_t position : order) {
    const std::size_t whole = bundles_.of_task[position];
    const auto [copy, is_new] = copies.try_emplace(whole, bundles.bundles.size());
    if (is_new) {
      bundles.bundles.push_back(bundles_.bundles[whole]);
      bundles.bundles.back().tasks.clear();
    }
    bundles.bundles[copy->second].tasks.push_back(tasks.size());
    bundles.of_task.push_back(copy->second);
    tasks.push_back(tasks_[position]);
    if (!left_out.contains(position)) await(position);
  }
  Policy policy = policy_;
  policy.slots = 1;
  for (FirstJob& first : first_jobs(tasks, bundles, policy, 0)) {
    Part part{.job = {.index = rounds_.front().next_index++, .slots = first.demand.slots},
              .demand = std::move(first.demand)};
    for (const std::size_t task : first.tasks) {
      if (!left_out.contains(order[task])) part.wanted.push_back(order[task]);
      part.job.units.push_back(tasks[task].unit);
    }
    std::ranges::sort(part.wanted);
    add(std::move(part), true);
  }
}

void Schedule::feed_again(std::span<const std::size_t> positions, unsigned attempt) {
  for (const std::size_t position : positions) await(position);
  add_retry(0, attempt, {positions.begin(), positions.end()});
}

// Only once nothing more can come must all retries run here. A lock may stand for something of this
// machine, which other units with it are still using.
bool Schedule::hands_on(const Bundle& bundle) const {
  return is_fed_ && std::ranges::all_of(bundle.tasks, [this](std::size_t position) {
           return tasks_[position].needs.locks.empty();
         });
}

bool Schedule::is_hungry() const {
  return is_fed_ && !has_stopped_ && queue_.empty() && queue_.has_free_slot();
}

std::vector<std::size_t> Schedule::units() const {
  std::vector<std::size_t> units;
  for (std::size_t position = 0; position < tasks_.size(); ++position)
    if (!policy_.is_fed || fed_.contains(position)) units.push_back(tasks_[position].unit);
  return units;
}

}  // namespace isorun
