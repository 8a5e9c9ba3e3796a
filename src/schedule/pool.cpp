#include "schedule/pool.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace isorun {
namespace {

using Seconds = std::chrono::duration<double>;

// While nothing is known, a batch is this part of a slot's share: small, to learn soon, but a
// slow start-up must not be paid often. It says nothing about the tests' durations.
constexpr double first_part(double start_up) {
  if (start_up >= 0.15) return 1;
  if (start_up >= 0.06) return 2;
  return start_up >= 0.02 ? 16 : 48;
}

// What small batches took may mislead, as the shortest of them end first: a batch may be at least
// this many times as large as those before it, and more if these were large.
constexpr double least_growth = 4;

// Each batch gets this share of the remaining work per slot, so that batches shrink towards the end
// (guided self-scheduling). The more start-ups the work outweighs, the more of them are worth it.
constexpr double least_part = 2;
constexpr double most_part = 6;
constexpr double start_ups_per_part = 70;

// Start-up is 5 % of such a batch. The more of them a slot has work for, the smaller may the last
// ones be.
constexpr double work_per_start_up = 20;
// Each slot gets one last batch once this many of the smallest batches, or fewer, are left for it.
constexpr double enough_for_a_last_batch = 2.5;

// Neighbors in the listing are alike. Multiples of the golden ratio, without their integers, are
// spread evenly, and so are the pieces whose multiples are next to each other.
std::uint64_t spread(std::size_t piece) {
  return piece * 0x9E37'79B9'7F4A'7C15U;
}

}  // namespace

Pool::Pool(std::vector<Estimate> pieces, const BatchLimits& limits, bool gives_back)
    : pieces_(std::move(pieces)),
      limits_(limits),
      gives_back_(gives_back),
      start_up_(Seconds(or_assumed(limits.start_up)).count()),
      order_(pieces_.size()) {
  std::iota(order_.begin(), order_.end(), 0);
  for (const Estimate& piece : pieces_) all_units_ += piece.units;
  units_left_ = all_units_;
  if (limits.order == Order::given) return;
  // A large piece is probably a long one.
  std::ranges::sort(order_, {}, [this](std::size_t piece) {
    return std::pair(-static_cast<std::ptrdiff_t>(pieces_[piece].units), spread(piece));
  });
}

std::vector<std::size_t> Pool::take() {
  const double wanted = size();
  std::vector<std::size_t> batch;
  std::size_t bytes = 0;
  std::size_t units = 0;
  for (; next_ < order_.size(); ++next_) {
    const Estimate& piece = pieces_[order_[next_]];
    const bool is_full =
        static_cast<double>(units) + static_cast<double>(piece.units) / 2 > wanted ||
        units + piece.units > limits_.max_units || bytes + piece.bytes > limits_.max_bytes;
    if (is_full && !batch.empty()) break;
    batch.push_back(order_[next_]);
    units += piece.units;
    bytes += piece.bytes;
  }
  units_left_ -= units;
  ++batches_;
  largest_ = std::max(largest_, static_cast<double>(units));
  if (limits_.order != Order::given) std::ranges::sort(batch);
  return batch;
}

void Pool::learn(std::size_t units, std::chrono::nanoseconds took) {
  learnt_units_ += units;
  learnt_work_ += std::max(Seconds(took).count() - start_up_, 0.0);
}

double Pool::size() {
  if (learnt_units_ == 0) return first_size();
  const double most = std::max(least_growth, largest_) * largest_;
  if (last_size_ == 0 && is_at_its_end() && left_per_slot() <= most) last_size_ = left_per_slot();
  return last_size_ > 0 ? last_size_ : std::min(learnt_size(), most);
}

double Pool::left_per_slot() const {
  return static_cast<double>(units_left_) / static_cast<double>(limits_.slots);
}

double Pool::share() const {
  return static_cast<double>(all_units_) / static_cast<double>(limits_.slots);
}

double Pool::first_size() const {
  const double part = gives_back_ ? 1 : first_part(start_up_);
  if (part > 1 || batches_ >= limits_.slots) return share() / part;
  // Evens out what the slots before this one took too much or too little.
  return static_cast<double>(units_left_) / static_cast<double>(limits_.slots - batches_);
}

double Pool::each() const {
  return learnt_work_ / static_cast<double>(learnt_units_);
}

double Pool::least_work() const {
  const double large = work_per_start_up * start_up_;
  return std::max(start_up_, large * large / (each() * share()));
}

bool Pool::is_at_its_end() const {
  return each() * share() <= work_per_start_up * start_up_ ||
         each() * left_per_slot() <= enough_for_a_last_batch * least_work();
}

double Pool::learnt_size() const {
  const double start_ups = each() * share() / start_up_;
  const double part = std::clamp(start_ups / start_ups_per_part, least_part, most_part);
  return std::max(left_per_slot() / part, least_work() / each());
}

}  // namespace isorun
