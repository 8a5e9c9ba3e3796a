#include "base/random.hpp"

#include <random>

#include <fmt/format.h>

namespace isorun {

std::string random_digits() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

}  // namespace isorun
