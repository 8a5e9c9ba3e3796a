// pytest: units and results from a plugin of ours, src/suite/pytest/isorun_pytest.py, that the
// environment puts in place.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::pytest {

// By the words of the command, or by a script of it that speaks of pytest.
Match match(const Invocation& invocation);

// How to ask COMMAND for its tests. `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// The suite that the listing tells, with no unit where there is no test; null where the plugin was
// not loaded or pytest never came to its tests. What cannot be collected is a unit that will fail.
// Errors: options with which there is nothing to list, or more than one run of pytest.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::pytest
