#include "schedule/queue.hpp"

#include <algorithm>

namespace isorun {
namespace {

// How often other jobs may overtake a job that needs two or more locks.
constexpr std::size_t patience = 8;

}  // namespace

void Queue::push(const Rank& rank, const Demand& demand) {
  const auto [found, is_new] = lane_of_.try_emplace(demand, lanes_.size());
  if (is_new) lanes_.push_back({.demand = demand});
  const std::size_t lane = found->second;
  lanes_[lane].jobs.insert(rank);
  ++size_;
  Line* const line = lanes_[lane].line;
  if (line != nullptr && lanes_[lane].key < rank) return;
  if (line != nullptr) lift(lane);
  place(lane, line != nullptr ? *line : ready_[demand.slots]);
}

void Queue::place(std::size_t lane, Line& line) {
  lanes_[lane].line = &line;
  lanes_[lane].key = *lanes_[lane].jobs.begin();
  line.emplace(lanes_[lane].key, lane);
}

void Queue::lift(std::size_t lane) {
  lanes_[lane].line->erase({lanes_[lane].key, lane});
  lanes_[lane].line = nullptr;
}

std::optional<std::size_t> Queue::blocker(std::size_t lane) const {
  for (const std::size_t lock : lanes_[lane].demand.locks)
    if (locks_[lock].is_held) return lock;
  if (!favoured_ || *favoured_ == lane) return std::nullopt;
  for (const std::size_t lock : lanes_[lane].demand.locks)
    if (std::ranges::binary_search(lanes_[*favoured_].demand.locks, lock)) return lock;
  return std::nullopt;
}

void Queue::suspend(std::size_t lane, std::size_t lock) {
  lift(lane);
  place(lane, locks_[lock].line);
  Lane& blocked = lanes_[lane];
  if (blocked.demand.locks.size() < 2) return;
  if (++blocked.blocked > patience && !favoured_) favoured_ = lane;
  for (const std::size_t other : blocked.demand.locks)
    if (!locks_[other].is_held && other != lock) wake_first(other);
}

void Queue::wake_first(std::size_t lock) {
  Line& line = locks_[lock].line;
  if (line.empty()) return;
  const bool is_kept =
      favoured_ && std::ranges::binary_search(lanes_[*favoured_].demand.locks, lock);
  if (is_kept && lanes_[*favoured_].line != &line) return;
  const std::size_t lane = is_kept ? *favoured_ : line.begin()->second;
  lift(lane);
  place(lane, ready_[lanes_[lane].demand.slots]);
}

// Moves lanes until no line starts with one that is blocked by a lock.
void Queue::suspend_blocked() {
  for (bool has_moved = true; has_moved;) {
    has_moved = false;
    for (auto& [width, line] : ready_) {
      while (!line.empty()) {
        const std::size_t lane = line.begin()->second;
        const std::optional<std::size_t> lock = blocker(lane);
        if (!lock) break;
        suspend(lane, *lock);
        has_moved = true;
      }
    }
  }
}

bool Queue::has_room(std::size_t width, const std::vector<std::size_t>& waiting) const {
  if (used_ + width > slots_) return false;
  return std::ranges::all_of(waiting, [&](std::size_t wide) {
    if (width >= wide) return true;
    std::size_t narrower = 0;
    for (const auto& [slots, used] : running_)
      if (slots < wide) narrower += used;
    return narrower + width <= slots_ - wide;
  });
}

std::optional<std::size_t> Queue::take() {
  if (used_ >= slots_ || size_ == 0) return std::nullopt;
  suspend_blocked();
  std::vector<std::pair<Rank, std::size_t>> candidates;
  for (const auto& [width, line] : ready_)
    if (!line.empty()) candidates.push_back(*line.begin());
  std::ranges::sort(candidates);
  std::vector<std::size_t> waiting;
  for (const auto& [rank, lane] : candidates) {
    const std::size_t width = lanes_[lane].demand.slots;
    if (has_room(width, waiting)) return start(lane);
    waiting.push_back(width);
  }
  return std::nullopt;
}

std::size_t Queue::start(std::size_t lane) {
  Lane& starting = lanes_[lane];
  lift(lane);
  const std::size_t index = starting.jobs.begin()->index;
  starting.jobs.erase(starting.jobs.begin());
  starting.blocked = 0;
  if (favoured_ == lane) favoured_.reset();
  for (const std::size_t lock : starting.demand.locks) locks_[lock].is_held = true;
  used_ += starting.demand.slots;
  running_[starting.demand.slots] += starting.demand.slots;
  --size_;
  if (!starting.jobs.empty()) place(lane, ready_[starting.demand.slots]);
  return index;
}

void Queue::release(const Demand& demand) {
  used_ -= demand.slots;
  running_[demand.slots] -= demand.slots;
  for (const std::size_t lock : demand.locks) {
    locks_[lock].is_held = false;
    wake_first(lock);
  }
}

}  // namespace isorun
