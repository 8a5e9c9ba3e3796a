// What became of a shard's tests: the plugin's reports, the log and pytest's ending taken together.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun::pytest {

// `names` are those of `units`, in the same order; `reports` is the content of the plugin's file,
// `max_fail` the user's --maxfail.
ShardResults combine(std::span<const std::size_t> units, std::span<const std::string_view> names,
                     const Evidence& evidence, const std::optional<std::string>& reports,
                     unsigned max_fail = 0);

}  // namespace isorun::pytest
