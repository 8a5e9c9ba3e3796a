// Tables, one a part.
#include "fuzz.hpp"
#include "merges.hpp"

using namespace isorun::fuzz;

FUZZ(csv) {
  run_rule("csv", Makes::text, Again::same, input);
}
