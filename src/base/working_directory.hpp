// The directory isorun was started in.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>

namespace isorun {

// Absolute and canonical; empty if it no longer exists.
inline std::string working_directory() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::current_path(error);
  return error ? "" : path.string();
}

}  // namespace isorun
