// The results of a shard's tests, from the program's JSON, its log and its ending.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun::googletest {

// `names` correspond to `units`, in order; `json` is the content of the program's file.
ShardResults combine(std::span<const std::size_t> units, std::span<const std::string_view> names,
                     const Evidence& evidence, const std::optional<std::string>& json);

}  // namespace isorun::googletest
