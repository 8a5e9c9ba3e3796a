// GoogleTest: units from its own listing, selected by --gtest_filter, results from its own JSON
// and, where that is missing (a crash, a timeout), from the markers in its output.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::googletest {

// The reports that --gtest_output and the variables of GoogleTest and Bazel ask for. No rule merges
// the JSON ones.
std::vector<Report> reports_of(const UserCommand& command);

// Never no: a script may start such a program, and asking it is harmless to most.
Likeness look(const Look& look);

// How to ask COMMAND for its tests. `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// The suite that the listing tells, with no unit where there is no test; null where the command is
// no GoogleTest program. Errors: tests of one name, which no filter can tell apart.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::googletest
