// Where isorun was started.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>

namespace isorun {

// Absolute and canonical; empty where it is gone.
inline std::string working_directory() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::current_path(error);
  return error ? "" : path.string();
}

}  // namespace isorun
