// pytest: what the plugin reports, and the log.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(pytest) {
  run_suite({.framework = "pytest",
             .command = {"pytest"},
             .listing_files = {"pytest.jsonl"},
             .results_file = "pytest.jsonl"},
            input);
}
