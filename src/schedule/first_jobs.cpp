#include "schedule/first_jobs.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <queue>
#include <random>
#include <string_view>
#include <tuple>

#include "schedule/estimates.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

// Bundles that stay together: a single one, or a group's.
struct Piece {
  std::vector<std::size_t> bundles;
  Estimate estimate;
};

// Pieces share a job only if these are equal.
struct Kind {
  Demand demand;
  bool is_alone = false;
  std::size_t program = 0;
  auto operator<=>(const Kind&) const = default;
};

// A job and its sort key: smaller keys start first.
struct Candidate {
  FirstJob job;
  // Serial, not failed, narrow, -critical; jobs with many locks before those with few: -locks.
  std::tuple<bool, bool, bool, nanoseconds, std::ptrdiff_t> priority{};
};

template <class T>
void shuffle(std::vector<T>& values, std::mt19937_64& random) {
  for (std::size_t places = values.size(); places > 1; --places)
    std::swap(values[places - 1], values[random() % places]);
}

std::size_t first_task(const FirstJob& job) {
  return job.pool ? job.pieces.front().front() : job.tasks.front();
}

void add(Estimate& sum, const Estimate& estimate) {
  sum.duration = sum.duration.value_or(nanoseconds{}) + *estimate.duration;
  sum.failed = sum.failed || estimate.failed;
  sum.bytes += estimate.bytes;
  sum.units += estimate.units;
  sum.is_guess = sum.is_guess || estimate.is_guess;
}

class Round {
 public:
  Round(std::span<const Task> tasks, const Bundles& bundles, const Policy& policy, unsigned round)
      : tasks_(tasks), bundles_(bundles.bundles), policy_(policy), chains_(bundles.locks) {
    estimate_bundles();
    make_pieces();
    if (policy.shuffle) shuffle_pieces(*policy.shuffle + round);
  }

  std::vector<FirstJob> make() {
    std::map<Kind, std::vector<Piece>> kinds;
    for (Piece& piece : pieces_) {
      const Bundle& bundle = bundles_[piece.bundles.front()];
      kinds[{bundle.demand, bundle.is_alone, bundle.program}].push_back(std::move(piece));
    }
    for (const auto& [kind, pieces] : kinds) {
      if (is_blind_ && limits_of(kind).max_units > 1 && !limits_of(kind).is_exclusive)
        add_pool(kind, pieces);
      else
        add_jobs(kind, pieces);
    }
    if (policy_.shuffle)
      std::ranges::stable_sort(candidates_, {}, [this](const Candidate& candidate) {
        return std::pair(candidate.job.demand.is_serial, place_[first_task(candidate.job)]);
      });
    else if (policy_.slots <= 1)
      std::ranges::stable_sort(candidates_, {},
                               [](const Candidate& c) { return first_task(c.job); });
    else
      std::ranges::stable_sort(candidates_, {}, &Candidate::priority);
    std::vector<FirstJob> jobs;
    jobs.reserve(candidates_.size());
    for (Candidate& candidate : candidates_) jobs.push_back(std::move(candidate.job));
    return jobs;
  }

 private:
  void estimate_bundles() {
    const std::vector<Estimate> estimates = estimates_of(tasks_, policy_.start_up);
    const auto is_unknown = [](const Estimate& task) { return task.is_guess && !task.failed; };
    is_blind_ = policy_.slots > 1 && policy_.distribution == Distribution::load &&
                !policy_.first_alone && std::ranges::all_of(estimates, is_unknown);
    for (const Bundle& bundle : bundles_) {
      Estimate sum{.units = 0};
      for (const std::size_t task : bundle.tasks) add(sum, estimates[task]);
      for (const std::size_t lock : bundle.demand.locks) chains_[lock] += *sum.duration;
      estimates_.push_back(sum);
    }
  }

  void make_pieces() {
    std::map<std::pair<Kind, std::string_view>, std::size_t> open;
    for (std::size_t number = 0; number < bundles_.size(); ++number) {
      const Bundle& bundle = bundles_[number];
      const std::string_view group = tasks_[bundle.tasks.front()].group;
      const bool joins = policy_.keeps_groups && !group.empty() && !bundle.is_alone;
      if (!joins) {
        pieces_.push_back({{number}, estimates_[number]});
        continue;
      }
      const auto [place, is_new] =
          open.try_emplace({{bundle.demand, false, bundle.program}, group}, pieces_.size());
      if (!is_new && fits(pieces_[place->second].estimate, estimates_[number])) {
        pieces_[place->second].bundles.push_back(number);
        add(pieces_[place->second].estimate, estimates_[number]);
        continue;
      }
      place->second = pieces_.size();
      pieces_.push_back({{number}, estimates_[number]});
    }
  }

  [[nodiscard]] bool fits(const Estimate& piece, const Estimate& more) const {
    return piece.units + more.units <= policy_.max_units &&
           piece.bytes + more.bytes <= policy_.max_bytes;
  }

  void shuffle_pieces(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    shuffle(pieces_, random);
    for (Piece& piece : pieces_) shuffle(piece.bundles, random);
    place_.resize(tasks_.size());
    std::size_t next = 0;
    for (const Piece& piece : pieces_)
      for (const std::size_t bundle : piece.bundles)
        for (const std::size_t task : bundles_[bundle].tasks) place_[task] = next++;
  }

  [[nodiscard]] std::vector<std::size_t> tasks_of(const Piece& piece) const {
    std::vector<std::size_t> tasks;
    for (const std::size_t bundle : piece.bundles)
      tasks.insert(tasks.end(), bundles_[bundle].tasks.begin(), bundles_[bundle].tasks.end());
    return tasks;
  }

  void put_in_running_order(std::vector<std::size_t>& tasks) const {
    if (!policy_.shuffle)
      std::ranges::sort(tasks);
    else
      std::ranges::sort(tasks, {}, [this](std::size_t task) { return place_[task]; });
  }

  void add_pool(const Kind& kind, const std::vector<Piece>& pieces) {
    Candidate candidate{.job = {.demand = kind.demand}};
    std::vector<Estimate> estimates;
    nanoseconds critical{};
    for (const Piece& piece : pieces) {
      estimates.push_back(piece.estimate);
      critical = std::max(critical, *piece.estimate.duration);
      candidate.job.pieces.push_back(tasks_of(piece));
      put_in_running_order(candidate.job.pieces.back());
    }
    candidate.job.pool.emplace(std::move(estimates), limits_of(kind), policy_.gives_back);
    candidate.priority = {kind.demand.is_serial, true, kind.demand.slots <= 1, -critical, 0};
    candidates_.push_back(std::move(candidate));
  }

  void add_jobs(const Kind& kind, const std::vector<Piece>& pieces) {
    nanoseconds least_critical = nanoseconds::max();
    bool was_failed = true;
    for (const std::vector<std::size_t>& numbers : divide(kind, pieces)) {
      Candidate candidate{.job = {.demand = kind.demand}};
      bool failed = false;
      nanoseconds critical{};
      for (const std::size_t number : numbers) {
        const Piece& piece = pieces[number];
        failed = failed || piece.estimate.failed;
        critical = std::max(critical, *piece.estimate.duration);
        const std::vector<std::size_t> tasks = tasks_of(piece);
        candidate.job.tasks.insert(candidate.job.tasks.end(), tasks.begin(), tasks.end());
      }
      // Jobs that share a lock run one after another: they take the sum of their times.
      for (const std::size_t lock : kind.demand.locks) critical = std::max(critical, chains_[lock]);
      // Order within a kind is kept.
      if (failed == was_failed) critical = std::min(critical, least_critical);
      least_critical = critical;
      was_failed = failed;
      put_in_running_order(candidate.job.tasks);
      candidate.priority = {kind.demand.is_serial, !failed, kind.demand.slots <= 1, -critical,
                            -std::ssize(kind.demand.locks)};
      candidates_.push_back(std::move(candidate));
    }
  }

  // Groups pieces that may share a job.
  [[nodiscard]] std::vector<std::vector<std::size_t>> divide(
      const Kind& kind, const std::vector<Piece>& pieces) const {
    std::vector<Estimate> estimates;
    estimates.reserve(pieces.size());
    for (const Piece& piece : pieces) estimates.push_back(piece.estimate);
    const Demand plain{.setups = kind.demand.setups, .services = kind.demand.services};
    const bool is_plain = !kind.is_alone && kind.demand == plain;
    if (policy_.distribution == Distribution::fixed && is_plain && policy_.slots > 1)
      return divide_evenly(estimates);
    std::vector<std::vector<std::size_t>> result;
    for (Batch& batch : make_batches(estimates, limits_of(kind)))
      result.push_back(std::move(batch.units));
    return result;
  }

  [[nodiscard]] BatchLimits limits_of(const Kind& kind) const {
    const std::size_t at_once = policy_.slots / kind.demand.slots;
    return {.slots = at_once,
            .start_up = policy_.start_up,
            .max_units = kind.is_alone ? 1 : policy_.max_units,
            .max_bytes = policy_.max_bytes,
            .order = policy_.shuffle ? Order::given : Order::priority,
            .is_exclusive = policy_.slots > 1 && (at_once == 1 || !kind.demand.locks.empty())};
  }

  // Longest first, each to the least loaded slot; then splits what exceeds the limits.
  [[nodiscard]] std::vector<std::vector<std::size_t>> divide_evenly(
      const std::vector<Estimate>& estimates) const {
    std::vector<std::size_t> order(estimates.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::greater<>{},
                             [&](std::size_t number) { return *estimates[number].duration; });
    using Share = std::tuple<nanoseconds, std::size_t, std::size_t>;  // work, pieces, slot
    std::priority_queue<Share, std::vector<Share>, std::greater<>> shares;
    const std::size_t slots = std::min(policy_.slots, estimates.size());
    for (std::size_t slot = 0; slot < slots; ++slot) shares.emplace(nanoseconds{}, 0, slot);
    std::vector<std::vector<std::size_t>> of_slot(slots);
    for (const std::size_t number : order) {
      const auto [work, count, slot] = shares.top();
      shares.pop();
      shares.emplace(work + *estimates[number].duration, count + 1, slot);
      of_slot[slot].push_back(number);
    }
    std::vector<std::vector<std::size_t>> result;
    for (std::vector<std::size_t>& share : of_slot) {
      std::ranges::sort(share);
      cut(share, estimates, result);
    }
    return result;
  }

  void cut(const std::vector<std::size_t>& share, const std::vector<Estimate>& estimates,
           std::vector<std::vector<std::size_t>>& result) const {
    std::optional<Estimate> sum;
    for (const std::size_t number : share) {
      if (!sum || !fits(*sum, estimates[number])) {
        sum = estimates[number];
        result.push_back({number});
        continue;
      }
      add(*sum, estimates[number]);
      result.back().push_back(number);
    }
  }

  std::span<const Task> tasks_;
  std::span<const Bundle> bundles_;
  const Policy& policy_;
  std::vector<nanoseconds> chains_;  // by lock: the total work that needs it
  std::vector<Estimate> estimates_;  // by bundle
  std::vector<Piece> pieces_;        // in task order, or shuffled
  std::vector<std::size_t> place_;   // a task's place in the shuffled order
  std::vector<Candidate> candidates_;
  bool is_blind_ = false;  // nobody knows how long anything takes
};

}  // namespace

std::vector<FirstJob> first_jobs(std::span<const Task> tasks, const Bundles& bundles,
                                 const Policy& policy, unsigned round) {
  return Round(tasks, bundles, policy, round).make();
}

}  // namespace isorun
