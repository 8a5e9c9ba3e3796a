// Perl's prove: each script that it would run is a unit, which prove itself runs and judges.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::prove {

// Decided by the program's name.
Match match(const Invocation& invocation);

// The command that lists the scripts of COMMAND. `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// The listed suite; null if prove did not list.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::prove
