#include "base/support.hpp"

#include <filesystem>

namespace isorun {

namespace fs = std::filesystem;

std::string support_directory() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  for (const char* place : {"share/isorun", "../share/isorun"}) {
    const fs::path found = fs::canonical(program.parent_path() / place, error);
    if (!error) return found.string();
  }
  return "";
}

}  // namespace isorun
