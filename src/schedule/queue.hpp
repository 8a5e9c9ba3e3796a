// Jobs that wait for slots and locks. Each step costs O(log jobs), not O(jobs), for what is blocked
// stands in the line of the lock that it waits for.
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

// Who goes first: the smaller one.
struct Rank {
  unsigned round = 0;
  bool is_serial = false;
  bool is_first = true;  // as against what runs again
  std::size_t index = 0;
  auto operator<=>(const Rank&) const = default;
};

class Queue {
 public:
  Queue(std::size_t slots, std::size_t locks) : slots_(slots), locks_(locks) {}
  Queue(Queue&&) = default;
  Queue& operator=(Queue&&) = default;

  void push(const Rank& rank, const Demand& demand);

  // The index of the first job that can start now; its slots and locks are taken.
  //
  // Later jobs overtake one that is blocked, but not for ever: beside a wide job that waits for
  // slots, narrower ones get only those that it will leave free; and a job that others have kept
  // from its locks too often has them kept for it.
  std::optional<std::size_t> take();

  void release(const Demand& demand);

  [[nodiscard]] bool empty() const { return size_ == 0; }

 private:
  using Line = std::set<std::pair<Rank, std::size_t>>;  // of lanes, by their first jobs
  // Jobs with the same demand.
  struct Lane {
    Demand demand{};
    std::set<Rank> jobs{};
    Line* line = nullptr;  // where it stands; none: it is empty
    Rank key{};
    std::size_t blocked = 0;  // how often, since a job of its last started
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
  std::map<std::size_t, Line> ready_;           // by slots; of lanes that no lock blocks, so far
  std::map<std::size_t, std::size_t> running_;  // slots in use, by the slots of a job
  std::vector<Lock> locks_;
  std::optional<std::size_t> favoured_;  // the lane whose locks are kept for it
};

}  // namespace isorun
