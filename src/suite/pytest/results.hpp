// The results of a shard's tests, from the plugin's reports, the log and pytest's ending.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun::pytest {

// `names` correspond to `units`, in order; `reports` is the content of the plugin's file, and
// `max_fail` the user's --maxfail.
ShardResults combine(std::span<const std::size_t> units, std::span<const std::string_view> names,
                     const Evidence& evidence, const std::optional<std::string>& reports,
                     unsigned max_fail = 0);

}  // namespace isorun::pytest
