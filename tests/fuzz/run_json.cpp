// run.json, perhaps another machine's.
#include "report/run_json.hpp"

#include "fuzz.hpp"

using namespace isorun;
using namespace isorun::fuzz;

FUZZ(run_json) {
  const auto run = parse_run_json(input);
  if (!run) return;
  const std::string text = run_json(*run);
  const auto again = parse_run_json(text);
  require(again && run_json(*again) == text, "a run reads back");
}
