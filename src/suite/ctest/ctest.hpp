// CTest: units and their needs from its own listing. ctest itself runs them, selected by number, so
// that every property keeps its meaning.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::ctest {

// Decided by the program's name.
Match match(const Invocation& invocation);

// The command that lists the tests of COMMAND. `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// The listed suite, possibly without units; null if ctest did not list. Errors: words that make
// ctest do something other than run tests.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::ctest
