#include "run/ended_shard.hpp"

#include <algorithm>
#include <cstddef>

namespace isorun {

std::vector<LogPlaces> places_of(std::span<const UnitResult> results,
                                 const Interleaving& interleaving) {
  std::vector<OutputRange> ranges;
  for (const UnitResult& result : results) {
    if (result.pieces.empty())
      ranges.push_back(result.output);
    else
      ranges.insert(ranges.end(), result.pieces.begin(), result.pieces.end());
  }
  const std::vector<LogPlace> all = interleaving.places(ranges);
  std::vector<LogPlaces> places;
  auto next = all.begin();
  for (const UnitResult& result : results) {
    const auto count = static_cast<std::ptrdiff_t>(std::max<std::size_t>(1, result.pieces.size()));
    places.emplace_back(next, next + count);
    next += count;
  }
  return places;
}

std::vector<std::uint64_t> runs_of(const LogPlaces& places) {
  std::vector<std::uint64_t> runs;
  for (const LogPlace& place : places) {
    std::vector<std::uint64_t> more = place.runs;
    if (more.empty()) more.push_back(place.end - place.begin);
    // Runs alternate: after an odd number of them, the last is of standard output, as is the next.
    auto begin = more.begin();
    if (runs.size() % 2 == 1) runs.back() += *begin++;
    runs.insert(runs.end(), begin, more.end());
  }
  return runs.size() == 1 ? std::vector<std::uint64_t>{} : runs;
}

std::string_view part_of(std::string_view log, const LogPlace& place) {
  return log.substr(std::min<std::size_t>(place.begin, log.size()), place.end - place.begin);
}

}  // namespace isorun
