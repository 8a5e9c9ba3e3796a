// Writes the shards' files to a directory, for tools.
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "files/output.hpp"
#include "rules/spool.hpp"

namespace isorun {

// Writes each file below `layout` as shard-NUMBER/PATH, so that a tool's complaints name the shard.
// Calls `visit` with each path relative to the directory of `layout`, in order of shards: there may
// be more files than memory or a command line can hold.
std::expected<void, Problem> unpack(const Spool& files, Output& layout,
                                    const std::function<Result<void>(std::string path)>& visit);

}  // namespace isorun
