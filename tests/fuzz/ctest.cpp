// CTest: its two listings, its log and its JUnit file.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(ctest) {
  run_suite({.framework = "ctest",
             .command = {"ctest"},
             .listing_files = {"selected.json", "all.json"},
             .results_file = "ctest.xml"},
            input);
}
