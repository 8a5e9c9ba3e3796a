#include "report/running_shard.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun {

std::string running_text(const RunningShard& shard) {
  if (!shard.unit.empty()) return fmt::format("slot {}: {}", shard.slot, printable(shard.unit));
  return fmt::format("slot {}: {} {} of shard {}", shard.slot, shard.units,
                     shard.units == 1 ? "unit" : "units", shard.shard);
}

}  // namespace isorun
