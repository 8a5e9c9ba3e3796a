// Cobertura reports, one a part.
#include "fuzz.hpp"
#include "merges.hpp"

using namespace isorun::fuzz;

FUZZ(cobertura) {
  run_rule("cobertura", Makes::xml, Again::same, input);
}
