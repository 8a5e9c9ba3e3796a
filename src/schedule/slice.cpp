#include "schedule/slice.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

#include "schedule/pieces.hpp"

namespace isorun {

using std::chrono::nanoseconds;

std::vector<std::vector<std::size_t>> cut_slices(std::span<const Task> tasks, bool keeps_groups,
                                                 std::size_t count,
                                                 const KnownDurations& durations) {
  std::vector<Piece> pieces = pieces_of(tasks, keeps_groups, !durations.empty());
  weigh(pieces, durations);
  std::ranges::stable_sort(pieces, std::greater{}, &Piece::work);
  using Load = std::pair<nanoseconds, std::size_t>;  // the work so far, and the slice
  std::priority_queue<Load, std::vector<Load>, std::greater<>> least;
  for (std::size_t slice = 0; slice < count; ++slice) least.emplace(nanoseconds(), slice);
  std::vector<std::vector<std::size_t>> slices(count);
  for (const Piece& piece : pieces) {
    const auto [work, slice] = least.top();
    least.pop();
    least.emplace(work + piece.work, slice);
    slices[slice].insert(slices[slice].end(), piece.tasks.begin(), piece.tasks.end());
  }
  for (std::vector<std::size_t>& slice : slices) std::ranges::sort(slice);
  return slices;
}

}  // namespace isorun
