// prove: its list of scripts, and its log.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(prove) {
  run_suite({.framework = "prove", .command = {"prove"}, .listing_files = {"scripts"}}, input);
}
