// The list of failed tests in pytest's own cache.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "suite/suite.hpp"

namespace isorun::pytest {

// The files to write in `directory`, pytest's cache; none if nothing changed.
std::vector<StateFile> next_cache(const std::string& directory, std::span<const Unit> units,
                                  const LastRun& run);

}  // namespace isorun::pytest
