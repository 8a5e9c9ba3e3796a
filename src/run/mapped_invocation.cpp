#include "run/mapped_invocation.hpp"

#include <fcntl.h>
#include <filesystem>
#include <ranges>

#include <isorun/unique_fd.hpp>

#include "base/program.hpp"

namespace isorun {

namespace fs = std::filesystem;

MappedInvocation::MappedInvocation(const UserCommand& command)
    : invocation_{command, name_program(command.argv.front())} {
  for (const std::string& word : command.argv | std::views::drop(1)) {
    if (std::optional<NamedFile> file = name_file(word))
      invocation_.arguments.push_back(std::move(*file));
  }
}

// A folder needs no slash unless PATH has a program of that name.
std::optional<NamedFile> MappedInvocation::name_program(const std::string& word) {
  if (const std::string program = find_program(word); !program.empty()) return name_file(program);
  std::optional<NamedFile> file = name_file(word);
  return file && file->is_directory ? file : std::nullopt;
}

std::optional<NamedFile> MappedInvocation::name_file(const std::string& word) {
  std::error_code error;
  const fs::path path = fs::canonical(word, error);
  if (error) return std::nullopt;
  if (fs::is_directory(path, error)) return NamedFile{.path = path, .is_directory = true};
  // A FIFO must not block.
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  return NamedFile{.path = path, .content = contents_.emplace_back(file.get()).text()};
}

}  // namespace isorun
