// Reports that a command of isorun.toml's frameworks writes, and their lists of units.
#include "fuzz.hpp"
#include "suite/case_report.hpp"
#include "suite/unit_list.hpp"

using namespace isorun;
using namespace isorun::fuzz;

namespace {

void check_cases(const std::optional<std::vector<TestCase>>& cases) {
  if (!cases) return;
  for (const TestCase& one : *cases) {
    require(!one.names.empty(), "a case has a name");
    require(one.result.duration.count() >= 0, "no case takes less than no time");
    require(!one.result.detail.contains('\n'), "a detail is one line");
  }
}

}  // namespace

FUZZ(cases) {
  check_cases(read_junit_cases(input));
  check_cases(read_json_cases(input));
  const Result<UnitList> list = read_unit_list(input);
  if (!list) return;
  require(list->units.size() == list->values.size(), "each unit has its word");
  for (const Unit& unit : list->units) require(!unit.name.empty(), "a unit has a name");
}
