// `make check` of Automake's parallel test harness. It builds without running a test, which shows
// the directories that have the harness; then each test is a unit, run by that harness.
#pragma once

#include "suite/builder.hpp"

namespace isorun::automake {

bool matches(const UserCommand& command);
ShardCommand question(const UserCommand& command);
std::optional<BuildPlace> place(const UserCommand& command, const Evidence& answer);
ShardCommand build(const UserCommand& command, std::string_view directory);
Built read(const UserCommand& command, const BuildPlace& place, const Evidence& build,
           std::string_view directory);

}  // namespace isorun::automake
