// Units as a user or a user's program lists them.
#pragma once

#include <string_view>
#include <vector>

#include "suite/suite.hpp"

namespace isorun {

struct UnitList {
  std::vector<Unit> units{};  // with unique names: a repeated "x" is "x #2"
  Words values{};             // as they were listed, for each unit
};

// One unit per line, empty lines skipped; or a JSON array of strings and of objects with "name" and
// perhaps "suite" and "file". Errors: Phase::usage.
Result<UnitList> read_unit_list(std::string_view text);

}  // namespace isorun
