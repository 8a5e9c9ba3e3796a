// `meson test` and `ninja test` in a build directory of Meson: the build of what the tests need.
#pragma once

#include "suite/builder.hpp"

namespace isorun::meson_build {

bool is_meson(const UserCommand& command);
bool is_ninja(const UserCommand& command);

ShardCommand question(const UserCommand& command);
std::optional<BuildPlace> place(const UserCommand& command, const Evidence& answer);
ShardCommand build(const UserCommand& command, std::string_view directory);
Built read(const UserCommand& command, const BuildPlace& place, const Evidence& build,
           std::string_view directory);

}  // namespace isorun::meson_build
