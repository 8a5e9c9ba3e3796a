#include "rules/concat_rule.hpp"

#include "rules/spool.hpp"

namespace isorun {

std::unique_ptr<Merge> start_concat(const Workplace& place) {
  return std::make_unique<SpooledMerge>(place.directory);
}

}  // namespace isorun
