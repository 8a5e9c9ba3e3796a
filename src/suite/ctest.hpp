// CTest: units from its own listing, with their needs; run by ctest itself, selected by number, so
// that each property of a test has ctest's own meaning.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::ctest {

// By the program's name.
Match match(const Invocation& invocation);

// How to ask COMMAND for its tests. `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// The suite that the listing tells, with no unit where there is no test; null where ctest did not
// list. Errors: words that make ctest do something else than run tests.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::ctest
