// JavaScript's runners: what lists their files, their report and their output.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(javascript) {
  run_suite({.framework = "javascript",
             .command = {"npx", "jest"},
             .listing_files = {"listing.json"},
             .results_file = "results.json"},
            input);
}
