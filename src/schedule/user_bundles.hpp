// Bundles that the user asks for, beside those of the suite.
#pragma once

#include <map>
#include <span>
#include <string>

#include <isorun/error.hpp>

#include "schedule/task.hpp"

namespace isorun {

// The user's bundle of some units.
using UserBundles = std::map<std::size_t, std::string>;  // by unit

// Tasks of one of them share a bundle, with all tasks of the suite's own bundles that they are in.
void join_bundles(std::span<Task> tasks, const UserBundles& wanted);

}  // namespace isorun
