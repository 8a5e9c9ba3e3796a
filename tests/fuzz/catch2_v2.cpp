// Catch2 2: its listing and its log.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(catch2_v2) {
  run_suite({.framework = "catch2-v2", .command = {"./suite"}}, input);
}
