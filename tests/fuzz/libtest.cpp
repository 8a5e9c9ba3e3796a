// Rust's libtest: its listing and its log.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(libtest) {
  run_suite({.framework = "libtest", .command = {"./suite"}}, input);
}
