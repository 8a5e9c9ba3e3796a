// The results of a shard's tests, from ctest's output, its JUnit file and its ending.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "suite/ctest/listing.hpp"
#include "suite/suite.hpp"

namespace isorun::ctest {

// `tests` correspond to the suite's units, in order; `junit` is the content of the file.
ShardResults combine(std::span<const std::size_t> units, std::span<const ListedTest> tests,
                     const Evidence& evidence, const std::optional<std::string>& junit);

}  // namespace isorun::ctest
