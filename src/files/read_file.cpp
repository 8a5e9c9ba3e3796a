#include "files/read_file.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include <isorun/unique_fd.hpp>

#include "base/utf8.hpp"

namespace isorun {
namespace {

std::unexpected<Error> fail(const std::string& path) {
  return std::unexpected(Error{Phase::run, errno, "reading " + printable(path)});
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return fail(path);
  return read_file(file.get(), path);
}

Result<std::string> read_file(int file, const std::string& path) {
  std::string content;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t got = ::read(file, buffer.data(), buffer.size());
    if (got == 0) return content;
    if (got < 0 && errno != EINTR) return fail(path);
    if (got > 0) content.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace isorun
