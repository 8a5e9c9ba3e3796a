// bats: units are the tests of its files, as bats itself selects them. A file that has a setup_file
// stays in one shard.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::bats {

// Decided by the program's name.
Match match(const Invocation& invocation);

// The command that lists the tests of COMMAND. `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// The listed suite, possibly without units; null if bats did not list.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::bats
