// Go's cover profiles, one a part.
#include "fuzz.hpp"
#include "merges.hpp"

using namespace isorun::fuzz;

FUZZ(go_cover) {
  run_rule("go-cover", Makes::text, Again::same, input);
}
