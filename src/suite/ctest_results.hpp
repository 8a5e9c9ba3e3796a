// What became of a shard's tests: ctest's output, its JUnit file and its ending taken together.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "suite/ctest_listing.hpp"
#include "suite/suite.hpp"

namespace isorun::ctest {

// `tests` are those of the suite's units, in the same order; `junit` is the content of the file.
ShardResults combine(std::span<const std::size_t> units, std::span<const ListedTest> tests,
                     const Evidence& evidence, const std::optional<std::string>& junit);

}  // namespace isorun::ctest
