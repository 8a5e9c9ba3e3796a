// isorun's own environment.
#pragma once

#include <cstdlib>
#include <optional>
#include <string_view>

namespace isorun {

// Valid until the environment changes.
inline std::optional<std::string_view> variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string_view>(value);
}

}  // namespace isorun
