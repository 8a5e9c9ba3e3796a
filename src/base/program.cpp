#include "base/program.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>

#include "base/interpreter.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

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

Error exec_error(const std::string& word, int code) {
  Error error{Phase::exec, code, fmt::format("executing {}", printable(word))};
  if (code != ENOENT) return error;
  const std::string interpreter = interpreter_of(find_program(word));
  if (!interpreter.empty() && ::access(interpreter.c_str(), F_OK) != 0)
    error.remedy = fmt::format("its interpreter {} does not exist", printable(interpreter));
  return error;
}

}  // namespace isorun
