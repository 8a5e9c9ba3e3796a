// JSON files of any shape, one a part.
#include "fuzz.hpp"
#include "merges.hpp"

using namespace isorun::fuzz;

FUZZ(json_sum) {
  run_rule("json-sum", Makes::json, Again::same, input);
}
