// Passes long lists to a shard's command in variables, since a file would have to be in its
// sandbox.
#pragma once

#include <span>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun {

// What the lists of one command may take together, in bytes. The strings of a command may take a
// quarter of the stack's limit (execve(2)), usually 2 MiB; half of that is left to the user.
inline constexpr std::size_t longest_list = 1024UL * 1024;

// Lines in NAME_0, NAME_1, ...: pieces of one text, because no string may be longer than
// MAX_ARG_STRLEN, 128 KiB.
void pass_list(ShardCommand& command, std::string_view name,
               std::span<const std::string_view> lines);

}  // namespace isorun
