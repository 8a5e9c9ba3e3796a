#include "run/program_check.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "base/entries.hpp"
#include "base/interpreter.hpp"
#include "base/nearest.hpp"
#include "base/program.hpp"
#include "suite/driver.hpp"
#include "suite/list.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

bool may_appear(const Options& options) {
  return !options.setups.empty() || !options.services.empty() || !options.layout.binds.empty();
}

bool can_execute(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

// 0 if it can be executed.
int why_not_executable(const std::string& word) {
  const std::string program = find_program(word);
  if (program.empty()) return ENOENT;
  if (::access(program.c_str(), X_OK) != 0) return errno;
  if (!can_execute(program)) return EACCES;
  const std::string interpreter = interpreter_of(program);
  return interpreter.empty() || ::access(interpreter.c_str(), F_OK) == 0 ? 0 : ENOENT;
}

// The programs beside the one that `word` names by its path, or those that isorun knows by name.
std::vector<std::string> likely_programs(const std::string& word) {
  if (!word.contains('/')) return known_programs();
  std::vector<std::string> programs;
  std::error_code error;
  for (const fs::path& entry : entries_of(fs::path(word).parent_path(), error))
    if (can_execute(entry)) programs.push_back(entry);
  return programs;
}

// A name without a slash is not looked for in the working directory.
std::string probably_meant(const std::string& word) {
  std::string here = "./" + word;
  if (!word.contains('/') && can_execute(here)) return here;
  std::string name = nearest(word, likely_programs(word));
  return name == word ? "" : name;  // a known program that is not installed
}

}  // namespace

Result<void> check_program(const Options& options) {
  const std::string& word = options.command.front();
  if (may_appear(options) || (!options.list.empty() && names_unit(word))) return {};
  const int code = why_not_executable(word);
  if (code == 0) return {};
  Error error = exec_error(word, code);
  error.phase = Phase::usage;
  if (const std::string meant = probably_meant(word); error.remedy.empty() && !meant.empty())
    error.remedy = fmt::format("did you mean {}?", meant);
  return std::unexpected(std::move(error));
}

}  // namespace isorun
