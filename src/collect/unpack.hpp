// The files of all shards in a directory, for tools.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "collect/output.hpp"
#include "collect/spool.hpp"

namespace isorun {

// Puts them below `layout`, each as shard-NUMBER/PATH: a tool that complains of one names its shard
// as well. Answers where they are, relative to the directory of `layout`, in order of shards.
std::expected<std::vector<std::string>, Problem> unpack(const Spool& files, Output& layout);

}  // namespace isorun
