#include "report/running_shard.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun {

std::string running_name(const RunningShard& shard) {
  if (!shard.unit.empty()) return shard.unit;
  return fmt::format("{} {} of shard {}", shard.units, shard.units == 1 ? "unit" : "units",
                     shard.shard);
}

std::string running_text(const RunningShard& shard) {
  return fmt::format("slot {}: {}", shard.slot, printable(running_name(shard)));
}

}  // namespace isorun
