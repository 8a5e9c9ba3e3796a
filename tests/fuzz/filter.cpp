// The language of --filter, and a unit: its name, suite and file.
#include "schedule/filter.hpp"

#include "fuzz.hpp"

using namespace isorun;
using namespace isorun::fuzz;

FUZZ(filter) {
  const auto parts = parts_of(input);
  const auto filter = Filter::parse(part(parts, 0), "--filter");
  if (!filter) return;
  const Subject subject{
      .name = part(parts, 1), .suite = part(parts, 2), .file = part(parts, 3), .has_failed = true};
  const bool selects = filter->selects(subject);
  const auto negated = Filter::parse("not (" + std::string(part(parts, 0)) + ")", "--filter");
  require(negated && negated->selects(subject) != selects, "not means not");
}
