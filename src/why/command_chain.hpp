// Units that run in one sandbox, each in a process of its own.
#pragma once

#include <span>
#include <string>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "suite/suite.hpp"
#include "why/experiment.hpp"

namespace isorun {

// A script for sh(1) to read from standard input: runs each of `units` but the last, whose `last`
// command then takes its place. Only the last one's output is shown.
Result<UniqueFd> chain_of(const Suite& suite, std::span<const std::size_t> units,
                          const std::string& directory, const ShardCommand& last);

// What the script of a companion asks stat(2) for, so that a tracer can stop it there. The files
// never exist.
struct CompanionMarks {
  std::string start;  // by the unit that is to be stopped, before it starts
  std::string gate;   // by the other one, before it starts
  std::string end;    // when the companion has ended
};
CompanionMarks marks_in(const std::string& directory);

// The same, with a companion in place of the units before the last one.
Result<UniqueFd> script_beside(const Suite& suite, const Companion& companion,
                               const std::string& directory, const ShardCommand& last);

}  // namespace isorun
