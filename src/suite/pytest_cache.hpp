// What pytest itself remembers of earlier runs, in its cache: the tests that failed last.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "suite/suite.hpp"

namespace isorun::pytest {

// The files to write in `directory`, pytest's cache; none where nothing new is to be remembered.
std::vector<StateFile> next_cache(const std::string& directory, std::span<const Unit> units,
                                  const LastRun& run);

}  // namespace isorun::pytest
