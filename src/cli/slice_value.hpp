// The value of --slice: i/n, or "ci" to read it from the CI system's variables.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include <isorun/error.hpp>

#include "schedule/slice.hpp"

namespace isorun {

// The value of an environment variable; nullopt if it is not set.
using Lookup = std::function<std::optional<std::string_view>(const char* name)>;

// Errors: Phase::usage.
Result<Slice> parse_slice(std::string_view word, const Lookup& variable);

}  // namespace isorun
