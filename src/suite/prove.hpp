// Perl's prove: each script that it would run is a unit, run and judged by prove itself.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::prove {

// By the program's name.
Match match(const Invocation& invocation);

// How to ask COMMAND for its scripts. `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// The suite that the listing tells; null where prove did not list.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::prove
