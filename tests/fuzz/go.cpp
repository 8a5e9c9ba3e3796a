// Go: its listing and its log.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(go) {
  run_suite({.framework = "go", .command = {"./suite", "-test.skip=x"}}, input);
}
