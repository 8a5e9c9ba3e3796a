#include "files/host_tree.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

#include "base/random.hpp"
#include "base/sparse_copy.hpp"

namespace isorun {

namespace {

constexpr std::size_t longest_step = 2048;  // well below PATH_MAX

UniqueFd open_step(int base, const std::string& path) {
  open_how how = {};
  how.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  how.resolve = RESOLVE_NO_SYMLINKS;
  return UniqueFd(static_cast<int>(::syscall(SYS_openat2, base, path.c_str(), &how, sizeof how)));
}

}  // namespace

UniqueFd open_without_symlinks(int base, std::string_view path) {
  UniqueFd present;
  bool is_first = true;
  while (is_first || !path.empty()) {
    std::size_t end = path.size();
    if (end > longest_step) {
      end = path.rfind('/', longest_step);
      if (end == 0 || end == std::string_view::npos) end = path.size();
    }
    const std::string step(path.substr(0, end));
    present = open_step(is_first ? base : present.get(), step.empty() ? "." : step);
    if (!present) return present;
    path.remove_prefix(end);
    path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
    is_first = false;
  }
  return present;
}

std::vector<std::string> names_in(int directory) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(
      ::fdopendir(::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)), ::closedir);
  while (const dirent* entry = stream ? ::readdir(stream.get()) : nullptr) {
    const std::string_view name = static_cast<const char*>(entry->d_name);
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::ranges::sort(names);
  return names;
}

std::string base_name(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

std::string_view parent_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? "" : path.substr(0, slash);
}

int HostTree::parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view directory = slash == 0 ? "/" : path.substr(0, slash);
  if (!opened_ || directory != directory_) {
    opened_ = open_without_symlinks(AT_FDCWD, directory);
    directory_ = directory;
  }
  return opened_.get();
}

std::optional<struct stat> HostTree::status(std::string_view path) {
  const int parent = parent_of(path);
  struct stat status = {};
  const bool is_there =
      parent >= 0 && ::fstatat(parent, base_name(path).c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  return is_there ? std::optional(status) : std::nullopt;
}

std::string replacement_name(std::string_view purpose) {
  return fmt::format(".isorun-{}.{}", purpose, random_digits());
}

UniqueFd copy_to_new_file(int source, off_t size, int parent, const char* name) {
  UniqueFd file(::openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) return file;
  if (const long error = raw::copy_sparse(source, file.get(), size)) {
    errno = static_cast<int>(-error);
    return {};
  }
  return file;
}

}  // namespace isorun
