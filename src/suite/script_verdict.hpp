// Judges a script by its exit code, with the conventions of Automake and Meson, and by its TAP.
#pragma once

#include "suite/suite.hpp"
#include "suite/tap.hpp"

namespace isorun {

// The results of a shard with this one script. Exit code 0 means passed, 77 or one of `skip_codes`
// skipped, 99 a hard error, others failed. If it printed TAP, both that and the exit code must be
// good.
ShardResults judge_script(std::size_t unit, const Evidence& evidence,
                          std::span<const int> skip_codes, TapUse use = TapUse::possible);

// The results of a shard that gave all these units to one command: they pass together, or each must
// run alone.
ShardResults judge_together(std::span<const std::size_t> units, const Evidence& evidence,
                            std::span<const int> skip_codes, TapUse use = TapUse::possible);

}  // namespace isorun
