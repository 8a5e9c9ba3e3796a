// doctest: the XML of its listing, and its log.
#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun::fuzz;

FUZZ(doctest) {
  run_suite({.framework = "doctest", .command = {"./suite"}, .listing_files = {"doctest.xml"}},
            input);
}
