// GoogleTest: units from its own listing, selected by --gtest_filter; results from its JSON, or
// after a crash or timeout from the markers in its output.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::googletest {

// The reports requested by --gtest_output and the variables of GoogleTest and Bazel. JSON reports
// cannot be merged.
std::vector<Report> reports_of(const UserCommand& command);

// Never says no: a script may start such a program, and asking harms few programs.
Match match(const Invocation& invocation);

// The command that lists the tests of COMMAND. `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// The listed suite, possibly without units; null if the command is not a GoogleTest program.
// Errors: duplicate test names, which no filter can distinguish.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::googletest
