// pytest: units and results come from a plugin, src/suite/pytest/isorun_pytest.py, which
// environment variables load.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::pytest {

// Decided by the words of the command, or by a script that mentions pytest.
Match match(const Invocation& invocation);

// The command that lists the tests of COMMAND. `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// The listed suite, possibly without units; null if the plugin was not loaded or pytest did not get
// to collecting. A file that cannot be collected is a unit that fails. Errors: options that leave
// nothing to list, or several runs of pytest.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::pytest
