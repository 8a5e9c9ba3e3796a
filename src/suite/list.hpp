// A plain list: one unit a line, put in the place of {} in the command, and judged as a script is;
// or many units in the place of {@}, which all pass with their command, or run one by one.
#pragma once

#include <memory>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun {

// Whether one command runs many units, which is worth while where it is slow to start.
bool takes_many(const UserCommand& command);

// Empty lines are skipped; a line given twice is two units, "x" and "x #2". Errors: Phase::usage.
Result<std::unique_ptr<Suite>> make_list(UserCommand command, std::string_view text);

}  // namespace isorun
