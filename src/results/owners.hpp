// Whose results count if a unit ran on several machines.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string_view>
#include <unordered_map>

#include "results/saved_run.hpp"
#include "results/unit_list.hpp"

namespace isorun {

// Whose attempts at a unit count.
struct Owner {
  std::size_t place = 0;  // of the unit in the list
  std::size_t run = 0;    // has the last attempt
  // Runs that handed it on before that, by the number of the attempt, from 1.
  std::map<std::size_t, std::size_t> earlier{};
};
// Of the units that have a result, by name, which the list owns.
using Owners = std::unordered_map<std::string_view, Owner>;

// Of the last words of several machines the first one counts; if none has it, the last attempt
// does. All units must be in the list.
Owners find_owners(std::span<const SavedRun> runs, const UnitList& list);

// Whether the attempt of that number, on that run, preceded the last one.
bool is_earlier(const Owner& owner, std::size_t attempt, std::size_t run);

}  // namespace isorun
