#include "schedule/batch.hpp"

#include <algorithm>
#include <numeric>

namespace isorun {
namespace {

using std::chrono::nanoseconds;

constexpr nanoseconds assumed_start_up = std::chrono::milliseconds(10);

// start-up is 5 % of such a batch
constexpr int work_per_start_up = 20;
// Short batches at the end even out the slots; below this, they would be mostly start-up.
constexpr int least_work_per_start_up = 4;

// Each batch gets this share of the remaining work per slot, so that batches shrink towards the end
// (guided self-scheduling). Guesses may be off by any factor, so batches based on them are smaller.
constexpr int known_part = 2;
constexpr int guessed_part = 6;

// A framework that starts slowly does not imply slow tests.
constexpr nanoseconds longest_guess = std::chrono::milliseconds(100);

struct Item {
  std::size_t unit;
  nanoseconds work;
};

class Batching {
 public:
  Batching(std::span<const Estimate> units, const BatchLimits& limits)
      : units_(units), limits_(limits), start_up_(or_assumed(limits.start_up)) {
    const nanoseconds guessed = typical(units, start_up_);
    for (std::size_t i = 0; i < units.size(); ++i) {
      items_.push_back({i, units[i].duration.value_or(guessed)});
      remaining_ += items_.back().work;
      if (!units[i].duration || units[i].is_guess) is_guess_ = true;
    }
  }

  std::vector<Batch> make() {
    total_ = remaining_;
    const auto goes_before = [this](const Item& a, const Item& b) {
      if (units_[a.unit].failed != units_[b.unit].failed) return units_[a.unit].failed;
      return a.work > b.work;
    };
    const bool runs_as_given = limits_.slots <= 1 && !limits_.is_exclusive;
    if (limits_.order == Order::priority && !runs_as_given)
      std::ranges::stable_sort(items_, goes_before);
    while (next_ < items_.size()) batches_.push_back(take());
    return std::move(batches_);
  }

 private:
  [[nodiscard]] nanoseconds target() const {
    const nanoseconds large = work_per_start_up * start_up_;
    const nanoseconds least = least_work_per_start_up * start_up_;
    if (limits_.is_exclusive) return std::max(std::min(large, remaining_), least);
    if (limits_.slots <= 1) return nanoseconds::max();
    return next_size({.all = total_,
                      .remaining = remaining_,
                      .slots = limits_.slots,
                      .start_up = start_up_,
                      .is_guess = is_guess_});
  }

  Batch take() {
    const nanoseconds most = target();
    Batch batch;
    std::size_t bytes = 0;
    std::size_t count = 0;
    for (; next_ < items_.size(); ++next_) {
      const Item& item = items_[next_];
      bytes += units_[item.unit].bytes;
      count += units_[item.unit].units;
      const bool is_full =
          count > limits_.max_units || bytes > limits_.max_bytes || item.work > most - batch.work;
      if (is_full && !batch.units.empty()) break;
      batch.units.push_back(item.unit);
      batch.work += item.work;
    }
    remaining_ -= batch.work;
    std::ranges::sort(batch.units);
    return batch;
  }

  std::span<const Estimate> units_;
  const BatchLimits& limits_;
  nanoseconds start_up_;
  std::vector<Item> items_;
  std::size_t next_ = 0;
  nanoseconds total_{};
  nanoseconds remaining_{};
  bool is_guess_ = false;
  std::vector<Batch> batches_;
};

}  // namespace

nanoseconds or_assumed(nanoseconds start_up) {
  return start_up > nanoseconds::zero() ? start_up : assumed_start_up;
}

nanoseconds typical(std::span<const Estimate> units, nanoseconds start_up) {
  std::vector<nanoseconds> known;
  for (const Estimate& unit : units)
    if (unit.duration) known.push_back(*unit.duration);
  if (known.empty()) return std::min(work_per_start_up * or_assumed(start_up), longest_guess);
  const auto middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
  std::nth_element(known.begin(), middle, known.end());
  return *middle;
}

std::vector<Batch> make_batches(std::span<const Estimate> units, const BatchLimits& limits) {
  return Batching(units, limits).make();
}

nanoseconds next_size(const WorkLeft& left) {
  const nanoseconds start_up = or_assumed(left.start_up);
  const nanoseconds large = work_per_start_up * start_up;
  const nanoseconds least = least_work_per_start_up * start_up;
  const auto slots = static_cast<nanoseconds::rep>(std::max<std::size_t>(left.slots, 1));
  const nanoseconds share = left.all / slots;
  const int part = left.is_guess ? guessed_part : known_part;
  // Even with a slow start-up, no slot stays idle while there is more work than that.
  const nanoseconds floor = share < start_up ? least : std::min(least, share);
  return std::max(
      {left.remaining / (part * slots), std::min(large, left.remaining / slots), floor});
}

nanoseconds bound(std::span<const nanoseconds> durations, std::size_t slots) {
  if (durations.empty()) return {};
  const nanoseconds sum = std::accumulate(durations.begin(), durations.end(), nanoseconds{});
  const auto places = static_cast<nanoseconds::rep>(std::max<std::size_t>(slots, 1));
  return std::max(std::ranges::max(durations), sum / places);
}

}  // namespace isorun
