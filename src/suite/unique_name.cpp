#include "suite/unique_name.hpp"

#include <fmt/format.h>

namespace isorun {

std::string UniqueNames::take(const std::string& name) {
  std::string unique = name;
  for (int i = 2; !taken_.insert(unique).second; ++i) unique = fmt::format("{} #{}", name, i);
  return unique;
}

}  // namespace isorun
