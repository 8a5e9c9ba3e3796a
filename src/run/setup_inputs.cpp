#include "run/setup_inputs.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>

#include <isorun/unique_fd.hpp>

#include "base/process.hpp"
#include "base/utf8.hpp"
#include "files/host_tree.hpp"

namespace isorun {
namespace {

std::unexpected<Error> fail(const std::string& path, int code = errno) {
  return std::unexpected(
      Error{Phase::run, code, fmt::format("reading the input {}", printable(path))});
}

class Finder {
 public:
  Finder(const Pattern& pattern, std::span<const std::string> absent, Digest& digest)
      : pattern_(pattern), absent_(absent), slashes_(pattern.slashes()), digest_(digest) {}

  Result<void> run() {
    std::vector<Place> places = {{pattern_.base()}};
    while (!places.empty()) {
      const Place place = std::move(places.back());
      places.pop_back();
      if (Result<void> visited = visit(place, places); !visited) return visited;
    }
    if (matches_ > 0) return {};
    return std::unexpected(
        Error{Phase::run, 0, fmt::format("no file matches {}", printable(pattern_.text()))});
  }

 private:
  struct Place {
    std::string path;
    bool is_input = false;  // a directory above it is one
  };

  // Adds its entries to `places`.
  Result<void> visit(const Place& place, std::vector<Place>& places) {
    if (is_told_to_stop()) return fail(place.path, EINTR);
    if (std::ranges::find(absent_, place.path) != absent_.end()) return {};
    struct stat status {};
    if (::lstat(place.path.c_str(), &status) != 0)
      return errno == ENOENT || errno == ENOTDIR ? Result<void>() : fail(place.path);
    const bool is_input = place.is_input || pattern_.matches(place.path);
    if (is_input) {
      ++matches_;
      digest_.add(place.path).add(status.st_mode);
      if (Result<void> added = add_content(place.path, status); !added) return added;
    }
    if (!S_ISDIR(status.st_mode) || (!is_input && !may_match_below(place.path))) return {};
    const UniqueFd directory(::open(place.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory) return fail(place.path);
    const std::string start = place.path == "/" ? "" : place.path;
    for (const std::string& name : names_in(directory.get()))
      places.push_back({start + '/' + name, is_input});
    return {};
  }

  [[nodiscard]] bool may_match_below(std::string_view path) const {
    const auto slashes = static_cast<std::size_t>(std::ranges::count(path, '/'));
    return !slashes_ || path == "/" || slashes < *slashes_;
  }

  Result<void> add_content(const std::string& path, const struct stat& status) {
    if (S_ISREG(status.st_mode)) return add_file(path);
    if (!S_ISLNK(status.st_mode)) return {};
    std::array<char, PATH_MAX> target{};
    const ssize_t size = ::readlink(path.c_str(), target.data(), target.size());
    if (size < 0) return fail(path);
    digest_.add({target.data(), static_cast<std::size_t>(size)});
    struct stat at_end {};
    if (::stat(path.c_str(), &at_end) != 0) return {};
    if (S_ISDIR(at_end.st_mode))
      return std::unexpected(
          Error{Phase::run, 0,
                fmt::format("the input {} is a symbolic link to a directory; name what it leads to",
                            printable(path))});
    return S_ISREG(at_end.st_mode) ? add_file(path) : Result<void>();
  }

  Result<void> add_file(const std::string& path) {
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!file) return fail(path);
    std::uint64_t size = 0;
    for (;;) {
      if (is_told_to_stop()) return fail(path, EINTR);
      const ssize_t got = ::read(file.get(), buffer_.data(), buffer_.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return fail(path);
      if (got == 0) break;
      size += static_cast<std::uint64_t>(got);
      digest_.add_piece({buffer_.data(), static_cast<std::size_t>(got)});
    }
    digest_.add(size);
    return {};
  }

  const Pattern& pattern_;
  const std::span<const std::string> absent_;
  const std::optional<std::size_t> slashes_;
  Digest& digest_;
  std::size_t matches_ = 0;
  std::vector<char> buffer_ = std::vector<char>(1UL << 20);
};

}  // namespace

Result<void> add_files(const Pattern& pattern, std::span<const std::string> absent,
                       Digest& digest) {
  return Finder(pattern, absent, digest).run();
}

}  // namespace isorun
