// Catch2 3: the XML of a listing and of a run, which may end anywhere, and its log.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(catch2) {
  run_suite({.framework = "catch2",
             .command = {"./suite"},
             .listing_files = {"catch2.xml"},
             .results_file = "catch2.xml"},
            input);
}
