// Any command at all: split by the sharding variables of GoogleTest and Bazel, or run as copies.
#pragma once

#include <cstddef>
#include <memory>

#include "suite/suite.hpp"

namespace isorun {

// Its name as a framework.
inline constexpr std::string_view sharded = "sharded";

// Which shards have to say by their status file that the command honours the variables.
enum class Proof {
  first,  // the first one, before others start: without it, it was the whole suite
  each,   // of slices, that run on different machines: else ShardResults::error is set
};

// `shards` shards by environment variables. One alone needs neither variables nor a proof.
std::unique_ptr<Suite> make_sharded(UserCommand command, std::size_t shards, Proof proof);

// The whole command `copies` times, on purpose.
std::unique_ptr<Suite> make_copies(UserCommand command, std::size_t copies);

}  // namespace isorun
