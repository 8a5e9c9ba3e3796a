// Any command at all: split by the sharding variables of GoogleTest and Bazel, or run as copies.
#pragma once

#include <cstddef>
#include <memory>

#include "suite/suite.hpp"

namespace isorun {

// Its name as a framework.
inline constexpr std::string_view sharded = "sharded";

// `shards` shards by environment variables. With more than one, each must prove by its status file
// that the command honours them; else ShardResults::error is set, for every shard ran everything.
std::unique_ptr<Suite> make_sharded(UserCommand command, std::size_t shards);

// The whole command `copies` times, on purpose.
std::unique_ptr<Suite> make_copies(UserCommand command, std::size_t copies);

}  // namespace isorun
