#include "fuzz.hpp"

#include <cstdlib>

#include <fmt/format.h>

namespace isorun::fuzz {

void require(bool holds, std::string_view promise) {
  if (holds) return;
  fmt::print(stderr, "broken promise: {}\n", promise);
  std::abort();
}

std::vector<std::string_view> parts_of(std::string_view input) {
  constexpr std::string_view border = "\n%%\n";
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = input.find(border);
    parts.push_back(input.substr(0, end));
    if (end == std::string_view::npos) return parts;
    input.remove_prefix(end + border.size());
  }
}

std::string_view part(const std::vector<std::string_view>& parts, std::size_t number) {
  return number < parts.size() ? parts[number] : std::string_view();
}

}  // namespace isorun::fuzz
