// JUnit files, one a part.
#include "fuzz.hpp"
#include "merges.hpp"

using namespace isorun::fuzz;

FUZZ(junit) {
  run_rule("junit", Makes::xml, Again::same, input);
}
