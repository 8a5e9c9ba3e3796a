// GoogleTest: its listing, as text and as JSON, its log and the JSON of a run.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(googletest) {
  run_suite({.framework = "googletest",
             .command = {"./suite"},
             .listing_files = {"gtest.json"},
             .results_file = "gtest.json"},
            input);
}
