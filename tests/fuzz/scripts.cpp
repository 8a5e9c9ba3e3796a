// Scripts, found in a directory or listed by the user, and the TAP that they print.
#include "fuzz.hpp"
#include "suite/list.hpp"
#include "suites.hpp"

using namespace isorun;
using namespace isorun::fuzz;

FUZZ(scripts) {
  run_suite({.framework = "scripts", .command = {"tests"}, .listing_files = {"scripts"}}, input);
  const auto parts = parts_of(input);
  const auto list = make_list({.argv = {"run", "{}", "x{}{}"}}, part(parts, 2));
  if (list) check_suite(**list, evidence_of(part(parts, 0), part(parts, 3)));
}
