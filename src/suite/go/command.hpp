// `go test [FLAGS] [PACKAGES]`: the go command builds, and its -exec captures the test program of
// each package, which go.hpp lists and judges.
#pragma once

#include "suite/builder.hpp"

namespace isorun::go_command {

bool matches(const UserCommand& command);
ShardCommand question(const UserCommand& command);
std::optional<BuildPlace> place(const UserCommand& command, const Evidence& answer);
ShardCommand build(const UserCommand& command, std::string_view directory);
Built read(const UserCommand& command, const BuildPlace& place, const Evidence& build,
           std::string_view directory);

}  // namespace isorun::go_command
