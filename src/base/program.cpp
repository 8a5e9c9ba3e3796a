#include "base/program.hpp"

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

#include "base/text.hpp"

namespace isorun {

namespace fs = std::filesystem;

std::string find_program(const std::string& word) {
  if (word.contains('/')) return word;
  const char* const path = std::getenv("PATH");
  for (const std::string_view directory : split(path != nullptr ? path : "", ':')) {
    const fs::path candidate = fs::path(directory.empty() ? "." : directory) / word;
    std::error_code error;
    if (::access(candidate.c_str(), X_OK) == 0 && !fs::is_directory(candidate, error))
      return candidate.string();
  }
  return "";
}

}  // namespace isorun
