// Which few of many are enough (delta debugging; Zeller and Hildebrandt, 2002).
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

#include <isorun/error.hpp>

namespace isorun {

// Whether these are enough.
using IsEnough = std::function<Result<bool>(const std::vector<std::size_t>&)>;

// `all` are enough. Returns some of them, in order, of which none can be left out. If one of n is
// enough alone, about 2 log n questions find it.
inline Result<std::vector<std::size_t>> fewest(std::vector<std::size_t> all,
                                               const IsEnough& is_enough) {
  std::size_t parts = 2;
  while (all.size() > 1) {
    const std::size_t size = (all.size() + parts - 1) / parts;
    bool has_shrunk = false;
    // Starts at the end, because what is near in the list is the likeliest.
    for (std::size_t end = all.size(); end > 0 && !has_shrunk; end -= std::min(size, end)) {
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(end - std::min(size, end));
      const auto last = all.begin() + static_cast<std::ptrdiff_t>(end);
      std::vector<std::size_t> part(first, last);
      std::vector<std::size_t> rest(all.begin(), first);
      rest.insert(rest.end(), last, all.end());
      const bool asks_for_part = part.size() < all.size();
      const Result<bool> by_part = asks_for_part ? is_enough(part) : Result<bool>(false);
      if (!by_part) return std::unexpected(by_part.error());
      if (*by_part) {
        all = std::move(part);
        parts = 2;
        has_shrunk = true;
        break;
      }
      if (parts == 2 || rest.empty()) continue;  // the rest is the other part
      const Result<bool> by_rest = is_enough(rest);
      if (!by_rest) return std::unexpected(by_rest.error());
      if (!*by_rest) continue;
      all = std::move(rest);
      parts = std::max<std::size_t>(parts - 1, 2);
      has_shrunk = true;
    }
    if (has_shrunk) continue;
    if (parts >= all.size()) break;
    parts = std::min(parts * 2, all.size());
  }
  return all;
}

}  // namespace isorun
