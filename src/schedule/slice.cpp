#include "schedule/slice.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>

#include "schedule/bundles.hpp"

namespace isorun {
namespace {

using Piece = std::vector<std::size_t>;  // tasks that stay together

std::vector<Piece> pieces_of(std::span<const Task> tasks, bool keeps_groups) {
  std::vector<Piece> pieces;
  std::unordered_map<std::string_view, std::size_t> of_group;
  for (const Bundle& bundle : make_bundles(tasks, 1).bundles) {
    const std::string_view group = keeps_groups ? tasks[bundle.tasks.front()].group : "";
    const std::size_t fresh = pieces.size();
    const std::size_t number =
        group.empty() ? fresh : of_group.try_emplace(group, fresh).first->second;
    if (number == fresh) pieces.emplace_back();
    pieces[number].insert(pieces[number].end(), bundle.tasks.begin(), bundle.tasks.end());
  }
  return pieces;
}

}  // namespace

std::vector<std::size_t> slice_of(std::span<const Task> tasks, bool keeps_groups,
                                  const Slice& slice) {
  std::vector<Piece> pieces = pieces_of(tasks, keeps_groups);
  std::ranges::stable_sort(pieces, std::greater{}, &Piece::size);
  std::vector<std::size_t> sizes(slice.count);
  std::vector<std::size_t> result;
  for (const Piece& piece : pieces) {
    const auto smallest = std::ranges::min_element(sizes);
    *smallest += piece.size();
    const bool is_here = static_cast<std::size_t>(smallest - sizes.begin()) == slice.index;
    if (is_here) result.insert(result.end(), piece.begin(), piece.end());
  }
  std::ranges::sort(result);
  return result;
}

}  // namespace isorun
