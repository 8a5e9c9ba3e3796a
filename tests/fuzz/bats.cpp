// bats: its list of tests, and what it prints.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(bats) {
  run_suite({.framework = "bats",
             .command = {"bats", "t"},
             .listing_files = {"tests", "directory", "setup_suite"}},
            input);
}
