// Cost files, one a part.
#include "fuzz.hpp"
#include "merges.hpp"

using namespace isorun::fuzz;

FUZZ(cost) {
  run_rule("cost", Makes::json, Again::differs, input);
}
