#include "run/visible_paths.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "base/text.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

// Variables that name directories of the sandbox itself, or the shell's earlier directory.
constexpr std::array<std::string_view, 8> own_variables = {"TMPDIR", "TMP", "TEMP",   "TEMPDIR",
                                                           "HOME",   "PWD", "OLDPWD", "_"};

bool is_socket(std::string_view path) {
  std::error_code error;
  return fs::is_socket(fs::path(path), error);
}

void add_list(std::vector<std::string>& paths, std::string_view list) {
  for (const std::string_view piece : split(list, ':'))
    if (piece.starts_with('/') && !is_socket(piece)) paths.emplace_back(piece);
}

// "--option=/path", "NAME=/path", "-I/path".
void add_word(std::vector<std::string>& paths, const std::string& word) {
  if (!is_socket(word)) paths.push_back(word);
  if (const std::size_t equals = word.find('='); equals != std::string::npos) {
    add_list(paths, std::string_view(word).substr(equals + 1));
  } else if (word.starts_with('-') && word.contains('/')) {
    add_list(paths, std::string_view(word).substr(word.find('/')));
  } else if (word.contains(':')) {
    add_list(paths, word);
  }
}

// The rest of a file's first line after this prefix.
std::optional<std::string> line_after(const fs::path& file, std::string_view beginning) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return std::nullopt;
  std::ifstream text(file);
  for (std::string line; std::getline(text, line);)
    if (line.starts_with(beginning)) return line.substr(beginning.size());
  return std::nullopt;
}

void add_source_directory(std::vector<std::string>& paths, const fs::path& directory) {
  if (auto source = line_after(directory / "CMakeCache.txt", "CMAKE_HOME_DIRECTORY:INTERNAL="))
    paths.push_back(std::move(*source));
}

// The `.git` of a worktree is a file (gitrepository-layout(5)).
void add_repository(std::vector<std::string>& paths, fs::path directory) {
  for (; directory.has_relative_path(); directory = directory.parent_path()) {
    std::error_code error;
    if (!fs::exists(directory / ".git", error)) continue;
    if (const auto place = line_after(directory / ".git", "gitdir: "))
      paths.push_back((directory / *place).string());
    return;
  }
}

}  // namespace

std::vector<std::string> visible_paths(const std::vector<std::string>& command,
                                       const std::vector<std::string_view>& environment,
                                       const std::string& working_directory) {
  std::vector<std::string> paths;
  for (const std::string& word : command) add_word(paths, word);
  for (const std::string_view variable : environment) {
    const std::size_t equals = variable.find('=');
    if (equals == std::string_view::npos) continue;
    if (std::ranges::find(own_variables, variable.substr(0, equals)) == own_variables.end())
      add_list(paths, variable.substr(equals + 1));
  }
  const fs::path base = working_directory;
  add_source_directory(paths, base);
  for (const std::string& word : command) add_source_directory(paths, base / word);
  add_repository(paths, base);
  return paths;
}

}  // namespace isorun
