// Opens the runs that isorun merge combines: slices, or machines that pulled from one queue.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "results/archive.hpp"
#include "results/merge_options.hpp"
#include "results/saved_run.hpp"
#include "results/unit_list.hpp"

namespace isorun {

struct MergeInput {
  // What was unpacked lasts as long as the runs in it.
  std::vector<Unpacked> archives{};
  std::vector<SavedRun> merged{};       // results that hold some of the runs, and stay locked
  std::vector<SavedRun> runs{};         // by slice, or by machine
  std::vector<SavedRun> given_up{};     // of machines that left their units to the others
  UnitList list{};                      // of all units
  std::vector<std::string> warnings{};  // about runs that are left out
};

// `paths` name results directories, or archives of them; a merged result of some runs stands for
// those. Errors: Phase::usage, naming runs that cannot be read or do not fit.
Result<MergeInput> open_merge_input(const std::vector<std::string>& paths, MergeExtent extent);

}  // namespace isorun
