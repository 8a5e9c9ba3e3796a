// Python's unittest: what isorun_unittest.py tells, and the output.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(unittest) {
  run_suite({.framework = "unittest",
             .command = {"python3", "-m", "unittest"},
             .listing_files = {"unittest.jsonl"},
             .results_file = "unittest.jsonl"},
            input);
}
