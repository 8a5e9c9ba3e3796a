// A plain list with one unit per line. Each line replaces {} in the command and is judged like a
// script; or many lines replace {@}, and either all pass with their command or each runs alone.
#pragma once

#include <memory>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun {

// Whether one command runs many units, which pays if it starts slowly.
bool takes_many(const UserCommand& command);

// Whether a word stands for a unit, or for a part of its name.
bool names_unit(std::string_view word);

// Skips empty lines; a repeated line is two units, "x" and "x #2". Errors: Phase::usage.
Result<std::unique_ptr<Suite>> make_list(UserCommand command, std::string_view text);

}  // namespace isorun
