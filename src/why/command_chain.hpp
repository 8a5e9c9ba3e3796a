// Units that run one after another in one sandbox, each in a process of its own.
#pragma once

#include <span>
#include <string>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "suite/suite.hpp"

namespace isorun {

// A script for sh(1) to read from standard input: runs each of `units` but the last, whose `last`
// command then takes its place. Only the last one's output is shown.
Result<UniqueFd> chain_of(const Suite& suite, std::span<const std::size_t> units,
                          const std::string& directory, const ShardCommand& last);

}  // namespace isorun
