// isorun's own environment.
#pragma once

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace isorun {

// Valid until the environment changes.
inline std::optional<std::string_view> variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string_view>(value);
}

// All variables as "NAME=VALUE", valid until the environment changes.
inline std::vector<std::string_view> variables() {
  std::vector<std::string_view> all;
  for (char** variable = environ; *variable != nullptr; ++variable) all.emplace_back(*variable);
  return all;
}

// A copy of all variables, for a program to start with.
inline std::vector<std::string> own_environment() {
  const std::vector<std::string_view> own = variables();
  return {own.begin(), own.end()};
}

}  // namespace isorun
