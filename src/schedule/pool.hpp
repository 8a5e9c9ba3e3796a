// Pieces of work whose durations nobody knows, as in a run without a history. They are divided into
// batches one at a time, because what earlier batches took tells how large the next one should be.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "schedule/batch.hpp"

namespace isorun {

class Pool {
 public:
  // Needs at least one piece. With `gives_back`, a shard that turns out to be long gives work back,
  // so every slot may take its whole share at once.
  Pool(std::vector<Estimate> pieces, const BatchLimits& limits, bool gives_back);

  [[nodiscard]] bool empty() const { return next_ == order_.size(); }

  // The pieces of the next batch: indices, ascending, or in the given order. The batches of all
  // slots are alike: each has pieces from everywhere in the listing. Requires !empty().
  std::vector<std::size_t> take();

  // A shard of `units` units took that long, with its start-up.
  void learn(std::size_t units, std::chrono::nanoseconds took);

 private:
  // In units:
  [[nodiscard]] double size();         // of the next batch
  [[nodiscard]] double share() const;  // of each slot in all of them
  [[nodiscard]] double left_per_slot() const;
  [[nodiscard]] double first_size() const;
  [[nodiscard]] double learnt_size() const;
  // In seconds:
  [[nodiscard]] double each() const;  // the mean of the units so far
  [[nodiscard]] double least_work() const;

  [[nodiscard]] bool is_at_its_end() const;

  std::vector<Estimate> pieces_;
  BatchLimits limits_;
  bool gives_back_;
  double start_up_;                 // seconds
  std::vector<std::size_t> order_;  // of pieces
  std::size_t next_ = 0;            // in order_
  std::size_t all_units_ = 0;
  std::size_t units_left_ = 0;
  std::size_t learnt_units_ = 0;
  double learnt_work_ = 0;  // seconds
  std::size_t batches_ = 0;
  double largest_ = 0;    // batch so far: units
  double last_size_ = 0;  // units; 0: the last batches have not begun
};

}  // namespace isorun
