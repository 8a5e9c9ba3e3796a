#include "results/archive.hpp"

#include <array>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/working_directory.hpp"
#include "files/host_tree.hpp"
#include "files/temporary_place.hpp"
#include "rules/tool.hpp"

namespace isorun {
namespace {

bool is_zip(const std::string& path) {
  std::array<char, 2> begin = {};
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  return ::read(file.get(), begin.data(), begin.size()) == 2 && begin == std::array{'P', 'K'};
}

UniqueFd open_directory(const std::string& path) {
  return UniqueFd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

// Archives often hold a directory in a directory.
std::string find_results(std::string directory) {
  for (;;) {
    const UniqueFd opened = open_directory(directory);
    const std::vector<std::string> names = names_in(opened.get());
    struct stat status {};
    if (names.size() != 1 ||
        ::fstatat(opened.get(), names[0].c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISDIR(status.st_mode))
      return directory;
    directory += '/' + names[0];
  }
}

}  // namespace

Result<Unpacked> unpack(const std::string& archive) {
  Result<TemporaryDirectory> directory = make_temporary_place("isorun.slice.");
  if (!directory) return std::unexpected(directory.error());
  const UniqueFd place = open_directory(directory->path());
  const std::string path = archive.starts_with('/') ? archive : working_directory() + '/' + archive;
  const Result<std::string> said =
      is_zip(archive)
          ? run_tool({.names = {"unzip"}, .package = "unzip"},
                     {.arguments = {"-q", path}, .directory = place.get()})
          : run_tool({.names = {"tar"}, .package = "tar"},
                     {.arguments = {"--no-same-owner", "-xf", path}, .directory = place.get()});
  if (!said)
    return std::unexpected(Error{Phase::usage, said.error().code,
                                 fmt::format("unpacking {}: {}", archive, said.error().what),
                                 said.error().remedy});
  std::string results = find_results(directory->path());
  return Unpacked{std::move(*directory), std::move(results)};
}

}  // namespace isorun
