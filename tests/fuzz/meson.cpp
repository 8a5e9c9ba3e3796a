// Meson: its list of tests, its log and its output.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(meson) {
  run_suite({.framework = "meson",
             .command = {"meson", "test"},
             .listing_files = {"list", "tests.json", "info.json"},
             .results_file = "testlog.json"},
            input);
}
