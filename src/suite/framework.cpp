#include "suite/framework.hpp"

#include "suite/googletest.hpp"

namespace isorun {

std::span<const Framework> frameworks() {
  static constexpr Framework table[] = {
      {"googletest", googletest::listing, googletest::recognise},
  };
  return table;
}

}  // namespace isorun
