// Wrappers that make a Python environment before they run pytest in it: `uv run`, `hatch run`. They
// are drivers whose build is the environment.
#pragma once

#include "suite/builder.hpp"

namespace isorun::python_environment {

bool is_of_uv(const UserCommand& command);
bool is_of_hatch(const UserCommand& command);

ShardCommand question(const UserCommand& command);
std::optional<BuildPlace> place(const UserCommand& command, const Evidence& answer);
ShardCommand build(const UserCommand& command, std::string_view directory);
Built read(const UserCommand& command, const BuildPlace& place, const Evidence& build,
           std::string_view directory);

}  // namespace isorun::python_environment
