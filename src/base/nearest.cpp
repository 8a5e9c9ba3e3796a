#include "base/nearest.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace isorun {
namespace {

// Optimal string alignment: the Levenshtein distance, counting a swap of neighbors as one change.
std::size_t distance(std::string_view from, std::string_view to) {
  const std::size_t width = to.size() + 1;
  std::vector<std::size_t> table((from.size() + 1) * width);
  const auto at = [&](std::size_t i, std::size_t j) -> std::size_t& {
    return table[i * width + j];
  };
  for (std::size_t i = 0; i <= from.size(); ++i) at(i, 0) = i;
  for (std::size_t j = 0; j <= to.size(); ++j) at(0, j) = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = at(i - 1, j - 1) + (from[i - 1] == to[j - 1] ? 0 : 1);
      at(i, j) = std::min({replaced, at(i - 1, j) + 1, at(i, j - 1) + 1});
      const bool is_swap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (is_swap) at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
    }
  }
  return table.back();
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string> names) {
  constexpr std::size_t longest = 100;  // longer than any name; keeps the table small
  if (word.size() > longest) return "";
  const auto from_word = [&](const std::string& name) { return distance(word, name); };
  const auto found = std::ranges::min_element(names, {}, from_word);
  const std::size_t dashes = std::min(word.find_first_not_of('-'), word.size());
  const std::size_t most = std::max<std::size_t>(1, (word.size() - dashes) / 3);
  return found != names.end() && from_word(*found) <= most ? *found : "";
}

std::string suggestion(std::string_view word, std::span<const std::string> names) {
  const std::string name = nearest(word, names);
  return name.empty() ? "" : fmt::format("; did you mean {}?", name);
}

}  // namespace isorun
