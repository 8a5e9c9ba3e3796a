// The files of all shards in a directory, for tools.
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "files/output.hpp"
#include "rules/spool.hpp"

namespace isorun {

// Puts them below `layout`, each as shard-NUMBER/PATH: a tool that complains of one names its shard
// as well. Calls `visit` with where each is, relative to the directory of `layout`, in order of
// shards: there may be more of them than memory or a command line can take.
std::expected<void, Problem> unpack(const Spool& files, Output& layout,
                                    const std::function<Result<void>(std::string path)>& visit);

}  // namespace isorun
