#include "files/host_place.hpp"

#include <cerrno>
#include <cstdio>
#include <expected>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/stat.h>

#include <isorun/unique_fd.hpp>

#include "base/escaped.hpp"
#include "files/files.hpp"
#include "files/host_tree.hpp"

namespace isorun {

namespace {

std::unexpected<Error> fail(const std::string& path, int code) {
  return std::unexpected(Error{Phase::collect, code, fmt::format("writing {}", escaped(path))});
}

// Creates missing directories. Those above the first existing one need not be readable.
Result<UniqueFd> open_parent(const std::string& path) {
  std::string_view present = parent_name(path);
  UniqueFd opened = open_without_symlinks(AT_FDCWD, present.empty() ? "/" : present);
  while (!opened && errno == ENOENT && !present.empty()) {
    present = parent_name(present);
    opened = open_without_symlinks(AT_FDCWD, present.empty() ? "/" : present);
  }
  if (!opened) return fail(path, errno);
  return make_parent(opened.get(), std::string_view(path).substr(present.size() + 1));
}

bool copy(int source, int parent, const char* name, mode_t mode) {
  struct stat status = {};
  if (::fstat(source, &status) != 0) return false;
  const UniqueFd file = copy_to_new_file(source, status.st_size, parent, name);
  return file && ::fchmod(file.get(), mode & 0777) == 0 && ::fsync(file.get()) == 0;
}

}  // namespace

Result<void> place_on_host(int source, const std::string& path, mode_t mode) {
  const Result<UniqueFd> parent = open_parent(path);
  if (!parent) return std::unexpected(parent.error());
  const std::string made = replacement_name("export");
  const std::string name = base_name(path);
  if (copy(source, parent->get(), made.c_str(), mode) &&
      ::renameat(parent->get(), made.c_str(), parent->get(), name.c_str()) == 0)
    return {};
  const int code = errno;
  ::unlinkat(parent->get(), made.c_str(), 0);
  return fail(path, code);
}

}  // namespace isorun
