// Any command, split by the sharding variables of GoogleTest and Bazel, or run as copies.
#pragma once

#include <cstddef>
#include <memory>

#include "suite/suite.hpp"

namespace isorun {

// The name of the framework.
inline constexpr std::string_view sharded = "sharded";

// Which shards must prove by their status file that the command supports the variables.
enum class Proof {
  first,  // the first, before others start; without a proof, it was the whole suite
  each,   // each, for slices on different machines; otherwise ShardResults::error is set
};

// `shards` shards by environment variables. A single one needs neither variables nor a proof.
std::unique_ptr<Suite> make_sharded(UserCommand command, std::size_t shards, Proof proof);

// Runs the whole command `copies` times.
std::unique_ptr<Suite> make_copies(UserCommand command, std::size_t copies);

}  // namespace isorun
