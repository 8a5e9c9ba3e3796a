#include "files/files.hpp"

#include <array>
#include <cerrno>
#include <expected>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <isorun/unique_fd.hpp>

#include "base/escaped.hpp"
#include "base/interruption.hpp"
#include "base/text.hpp"
#include "base/tree_removal.hpp"
#include "files/host_tree.hpp"

namespace isorun {

namespace {

std::unexpected<Error> fail(std::string what) {
  const int code = errno;
  return std::unexpected(Error{Phase::collect, code, std::move(what)});
}

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::collect, 0, std::move(what)});
}

// Why the file cannot be read; empty for a regular file.
std::string_view objection(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return "";
    case S_IFLNK:
      return "it is a symbolic link, which is not followed";
    case S_IFDIR:
      return "it is a directory";
    case S_IFIFO:
      return "it is a fifo";
    case S_IFSOCK:
      return "it is a socket";
    default:
      return "it is a device";
  }
}

bool is_all_zero(std::string_view bytes) {
  return bytes.front() == '\0' && bytes.substr(1) == bytes.substr(0, bytes.size() - 1);
}

}  // namespace

Result<Content> Content::read(int file, std::uint64_t begin, std::size_t size) {
  constexpr std::size_t small = std::size_t{1} << 20;
  Content content;
  if (size > small) {
    content.mapped_.emplace(file, begin, size);
    if (content.mapped_->text().empty()) return fail("mapping it");
    return content;
  }
  content.read_.resize(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got =
        ::pread(file, content.read_.data() + done, size - done, static_cast<off_t>(begin + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail("reading it");
    if (got == 0) return refuse("it changed while being read");
    done += static_cast<std::size_t>(got);
  }
  return content;
}

Result<Content> read_regular_file(int directory, const char* name) {
  // Checked before opening, because opening a device can have side effects.
  struct stat status = {};
  if (::fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return fail("reading it");
  if (const std::string_view why = objection(status.st_mode); !why.empty()) {
    return refuse(std::string(why));
  }
  const UniqueFd file(
      ::openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file) return fail("opening it");
  if (::fstat(file.get(), &status) != 0) return fail("reading it");
  if (!S_ISREG(status.st_mode)) return refuse("it changed while being read");
  return Content::read(file.get(), 0, static_cast<std::size_t>(status.st_size));
}

bool link_regular_file(int from, const char* name, int to, const char* new_name) {
  struct stat status = {};
  if (::fstatat(from, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
  if (S_ISREG(status.st_mode)) return ::linkat(from, name, to, new_name, 0) == 0;
  errno = EINVAL;
  return false;
}

bool write_all(int file, std::string_view content) {
  constexpr std::size_t piece = std::size_t{1} << 20;
  bool ends_in_hole = false;
  while (!content.empty()) {
    if (is_interrupted()) return false;
    const std::string_view part = content.substr(0, piece);
    // Holes in large files are preserved.
    ends_in_hole = part.size() == piece && is_all_zero(part) &&
                   ::lseek(file, static_cast<off_t>(piece), SEEK_CUR) >= 0;
    const ssize_t written =
        ends_in_hole ? static_cast<ssize_t>(piece) : ::write(file, part.data(), part.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return !ends_in_hole || ::ftruncate(file, ::lseek(file, 0, SEEK_CUR)) == 0;
}

UniqueFd memory_file(std::string_view content) {
  UniqueFd file(::memfd_create("isorun", MFD_CLOEXEC));
  const bool is_whole =
      file && write_all(file.get(), content) && ::lseek(file.get(), 0, SEEK_SET) == 0;
  return is_whole ? std::move(file) : UniqueFd();
}

Result<UniqueFd> make_parent(int directory, std::string_view path) {
  const std::string_view parent = parent_name(path);
  UniqueFd opened = open_without_symlinks(directory, parent);
  if (opened || errno != ENOENT) {
    if (!opened) return fail(fmt::format("opening the directory {}", escaped(parent)));
    return opened;
  }
  opened = open_without_symlinks(directory, ".");
  for (const std::string_view part : split(parent, '/')) {
    const std::string name(part);
    const bool is_there = ::mkdirat(opened.get(), name.c_str(), 0777) == 0 || errno == EEXIST;
    if (is_there) opened = open_without_symlinks(opened.get(), name);
    if (!is_there || !opened) return fail(fmt::format("making the directory {}", escaped(parent)));
  }
  return opened;
}

Result<void> remove_tree(int directory, const std::string& path) {
  const Leftover left = raw::remove_tree(directory, path.c_str());
  if (left.error == 0 || left.error == -ENOTDIR) return {};
  return std::unexpected(Error{Phase::collect, static_cast<int>(-left.error),
                               fmt::format("removing the old {}", escaped(left.path.data()))});
}

}  // namespace isorun
