// Jobs that wait for slots and locks. Each step takes O(log jobs), because blocked jobs stand in
// line for the lock they need.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "schedule/bundles.hpp"

namespace isorun {

// Smaller ranks go first.
struct Rank {
  unsigned round = 0;
  bool is_serial = false;
  bool is_first = true;  // false: a retry
  std::size_t index = 0;
  auto operator<=>(const Rank&) const = default;
};

class Queue {
 public:
  Queue(std::size_t slots, std::size_t locks) : slots_(slots), locks_(locks) {}
  Queue(Queue&&) = default;
  Queue& operator=(Queue&&) = default;

  void push(const Rank& rank, const Demand& demand);

  // The index of the next job that can start; takes its slots and locks.
  //
  // Later jobs overtake a blocked one, but not indefinitely: while a wide job waits for slots,
  // narrower jobs only get slots it can spare; and a job that was overtaken too often has its locks
  // reserved.
  std::optional<std::size_t> take();

  void release(const Demand& demand);

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] bool has_free_slot() const { return used_ < slots_; }

 private:
  using Line = std::set<std::pair<Rank, std::size_t>>;  // lanes, sorted by their first jobs
  // Jobs with equal demands.
  struct Lane {
    Demand demand{};
    std::set<Rank> jobs{};
    Line* line = nullptr;  // where it waits; null: the lane is empty
    Rank key{};
    std::size_t blocked = 0;  // number of times, since its last job started
  };
  struct Lock {
    bool is_held = false;
    Line line{};
  };

  void place(std::size_t lane, Line& line);
  void lift(std::size_t lane);
  [[nodiscard]] std::optional<std::size_t> blocker(std::size_t lane) const;
  void suspend(std::size_t lane, std::size_t lock);
  void wake_first(std::size_t lock);
  void suspend_blocked();
  [[nodiscard]] bool has_room(std::size_t width, const std::vector<std::size_t>& waiting) const;
  std::size_t start(std::size_t lane);

  std::size_t slots_;
  std::size_t used_ = 0;
  std::size_t size_ = 0;
  std::map<Demand, std::size_t> lane_of_;
  std::vector<Lane> lanes_;
  // by number of slots; lanes not known to be blocked by a lock
  std::map<std::size_t, Line> ready_;
  std::map<std::size_t, std::size_t> running_;  // slots in use, by the width of the jobs
  std::vector<Lock> locks_;
  std::optional<std::size_t> favoured_;  // the lane whose locks are reserved
};

}  // namespace isorun
