#include "run/inspection.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <ranges>
#include <unistd.h>

#include <fmt/format.h>

#include <isorun/unique_fd.hpp>

namespace isorun {

namespace fs = std::filesystem;

Inspection::Inspection(const UserCommand& command)
    : look_{command, find_program(command.argv.front())} {
  for (const std::string& word : command.argv | std::views::drop(1)) {
    if (std::optional<NamedFile> file = name_file(word))
      look_.arguments.push_back(std::move(*file));
  }
}

std::optional<NamedFile> Inspection::find_program(const std::string& word) {
  if (word.contains('/')) return name_file(word);
  const char* const path = std::getenv("PATH");
  for (const auto directory : std::views::split(std::string_view(path ? path : ""), ':')) {
    const std::string candidate = fmt::format("{}/{}", std::string_view(directory), word);
    if (::access(candidate.c_str(), X_OK) == 0) return name_file(candidate);
  }
  return std::nullopt;
}

std::optional<NamedFile> Inspection::name_file(const std::string& word) {
  std::error_code error;
  const fs::path path = fs::canonical(word, error);
  if (error) return std::nullopt;
  if (fs::is_directory(path, error)) return NamedFile{.path = path, .is_directory = true};
  // A fifo must not make us wait.
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  return NamedFile{.path = path, .content = contents_.emplace_back(file.get()).text()};
}

}  // namespace isorun
