// `cargo test [ARGS]`: Cargo builds, and a runner captures each test program, which libtest.hpp
// lists and judges. The doc tests of a package are one unit.
#pragma once

#include "suite/builder.hpp"

namespace isorun::cargo {

bool matches(const UserCommand& command);
ShardCommand question(const UserCommand& command);
std::optional<BuildPlace> place(const UserCommand& command, const Evidence& answer);
ShardCommand build(const UserCommand& command, std::string_view directory);
Built read(const UserCommand& command, const BuildPlace& place, const Evidence& build,
           std::string_view directory);

}  // namespace isorun::cargo
