// A list of units that is read a second time.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "run/options.hpp"

namespace isorun {

// Where `options` name a list that cannot be read again, such as standard input or a pipe, they
// then name a file with these units. It exists as long as the result, which is invalid otherwise.
Result<UniqueFd> keep_list(Options& options, const std::vector<std::string>& units);

}  // namespace isorun
