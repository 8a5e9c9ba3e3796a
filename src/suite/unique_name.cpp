#include "suite/unique_name.hpp"

#include <fmt/format.h>

namespace isorun {

std::string UniqueNames::take(const std::string& name) {
  const auto [found, is_free] = next_.try_emplace(name, 2);
  if (is_free) return name;
  // Continue counting: a list may repeat a line a million times.
  for (std::size_t& number = found->second;;) {
    std::string unique = fmt::format("{} #{}", name, number++);
    if (next_.try_emplace(unique, 2).second) return unique;
  }
}

}  // namespace isorun
