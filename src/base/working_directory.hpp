// The directories that relative paths and ~ begin with.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>

#include "base/variable.hpp"

namespace isorun {

// Absolute and canonical; empty if it no longer exists.
inline std::string working_directory() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::current_path(error);
  return error ? "" : path.string();
}

// The directory that HOME names: absolute and canonical; empty if there is none.
inline std::string home_in_environment() {
  std::error_code error;
  const std::filesystem::path path =
      std::filesystem::canonical(variable("HOME").value_or(""), error);
  return error ? "" : path.string();
}

}  // namespace isorun
