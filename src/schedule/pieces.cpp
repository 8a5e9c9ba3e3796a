#include "schedule/pieces.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "schedule/bundles.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

// What keeps tasks in one piece besides their bundle.
struct Tie {
  char kind = 0;
  std::string_view name{};
  auto operator<=>(const Tie&) const = default;
};

std::vector<Tie> ties_of(const Task& task, bool keeps_groups, bool keeps_locks) {
  std::vector<Tie> ties;
  if (keeps_groups && !task.group.empty()) ties.push_back({'g', task.group});
  if (!keeps_locks) return ties;
  for (const std::string& lock : task.needs.locks) ties.push_back({'l', lock});
  return ties;
}

// Unites bundles that are tied, directly or through others.
class Union {
 public:
  explicit Union(std::size_t count) : parents_(count) {
    for (std::size_t i = 0; i < count; ++i) parents_[i] = i;
  }
  std::size_t find(std::size_t member) {
    while (parents_[member] != member) {
      parents_[member] = parents_[parents_[member]];
      member = parents_[member];
    }
    return member;
  }
  // The smaller one represents both.
  void unite(std::size_t left, std::size_t right) {
    const auto [first, second] = std::minmax({find(left), find(right)});
    parents_[second] = first;
  }

 private:
  std::vector<std::size_t> parents_;
};

}  // namespace

std::vector<Piece> pieces_of(std::span<const Task> tasks, bool keeps_groups, bool keeps_locks) {
  const std::vector<Bundle> bundles = make_bundles(tasks, 1).bundles;
  Union pieces(bundles.size());
  std::map<Tie, std::size_t> first;
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    for (const std::size_t task : bundles[i].tasks) {
      for (const Tie& tie : ties_of(tasks[task], keeps_groups, keeps_locks))
        pieces.unite(i, first.try_emplace(tie, i).first->second);
    }
  }
  std::vector<Piece> of_bundle(bundles.size());
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    Piece& piece = of_bundle[pieces.find(i)];
    piece.tasks.insert(piece.tasks.end(), bundles[i].tasks.begin(), bundles[i].tasks.end());
    piece.work = nanoseconds(piece.tasks.size());
  }
  std::erase_if(of_bundle, [](const Piece& piece) { return piece.tasks.empty(); });
  return of_bundle;
}

void weigh(std::vector<Piece>& pieces, const KnownDurations& durations) {
  std::vector<nanoseconds> known;
  for (const auto& duration : durations)
    if (duration) known.push_back(*duration);
  if (known.empty()) return;
  const auto middle = known.begin() + std::ssize(known) / 2;
  std::ranges::nth_element(known, middle);
  for (Piece& piece : pieces) {
    piece.work = {};
    for (const std::size_t task : piece.tasks) piece.work += durations[task].value_or(*middle);
  }
}

}  // namespace isorun
