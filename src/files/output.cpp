#include "files/output.hpp"

#include <cerrno>
#include <cstdio>
#include <expected>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/escaped.hpp"
#include "files/files.hpp"
#include "files/host_tree.hpp"

namespace isorun {

namespace {

constexpr std::size_t buffer_size = 1UL << 16;

std::unexpected<Error> fail(std::string what, int code) {
  return std::unexpected(Error{Phase::collect, code, std::move(what)});
}

// Without fsync(2), a crash could leave the new name without its content.
int sync(int file, const struct stat& status) {
  return S_ISDIR(status.st_mode) ? ::syncfs(file) : ::fsync(file);
}

}  // namespace

Result<WorkDirectory> WorkDirectory::create(int results) {
  if (const auto removed = remove_tree(results, name); !removed) {
    return std::unexpected(removed.error());
  }
  const auto fail_to_make = [] { return fail("making .collect in the results directory", errno); };
  if (::mkdirat(results, name, 0700) != 0) return fail_to_make();
  UniqueFd fd(::openat(results, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd) return fail_to_make();
  return WorkDirectory(results, std::move(fd));
}

WorkDirectory::~WorkDirectory() {
  if (fd_) static_cast<void>(remove_tree(results_, name));
}

void Output::write(std::string_view part) {
  is_written_ = true;
  if (buffer_.size() + part.size() > buffer_size) flush();
  if (part.size() > buffer_size) return put(part);
  buffer_ += part;
}

void Output::flush() {
  put(buffer_);
  buffer_.clear();
}

void Output::put(std::string_view part) {
  if (!file_ && code_ == 0) {
    file_.reset(::openat(directory_, name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!file_) code_ = errno;
  }
  if (code_ == 0 && !write_all(file_.get(), part)) code_ = errno;
}

Result<void> Output::add(const std::string& path, std::string_view content, mode_t mode) {
  const std::string whole = fmt::format("{}/{}", name_, path);
  const Result<UniqueFd> parent = make_parent(directory_, whole);
  if (!parent) return std::unexpected(parent.error());
  const UniqueFd file(::openat(parent->get(), base_name(whole).c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file || !write_all(file.get(), content)) {
    return fail(fmt::format("writing a copy of {}", escaped(path)), errno);
  }
  return {};
}

Result<UniqueFd> Output::open_result() {
  if (is_written_) flush();
  file_.reset();
  if (code_ == 0) {
    UniqueFd made(::openat(directory_, name_.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (made) return made;
    code_ = errno;
  }
  return fail("reading the merged file", code_);
}

Result<void> Output::place(int results, const std::string& target) {
  const auto fail_to_write = [&](int code) {
    return fail(fmt::format("writing {}", escaped(target)), code);
  };
  if (is_written_) flush();
  if (code_ != 0) return fail_to_write(code_);
  if (!file_) file_.reset(::openat(directory_, name_.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  struct stat status = {};
  if (!file_ || ::fstat(file_.get(), &status) != 0 || sync(file_.get(), status) != 0) {
    return fail_to_write(errno);
  }
  const Result<UniqueFd> parent = make_parent(results, target);
  if (!parent) return std::unexpected(parent.error());
  const std::string last = base_name(target);
  const auto rename = [&](unsigned flags) {
    const int result = ::renameat2(directory_, name_.c_str(), parent->get(), last.c_str(), flags);
    return result == 0 ? 0 : errno;
  };
  const int code = rename(0);
  if (code == 0) return {};
  if (!S_ISDIR(status.st_mode) || (code != ENOTEMPTY && code != EEXIST && code != ENOTDIR))
    return fail_to_write(code);
  // rename(2) cannot replace a directory that is not empty. The two are exchanged, and the old one
  // is removed from the work directory, where no reader sees it half gone.
  const int exchanged = rename(RENAME_EXCHANGE);
  if (exchanged == 0) return remove_tree(directory_, name_);
  if (exchanged != EXDEV) return fail_to_write(exchanged);
  // The lower directory of an overlay cannot be moved.
  if (const auto removed = remove_tree(parent->get(), last); !removed) return removed;
  const int replaced = rename(0);
  return replaced == 0 ? Result<void>() : fail_to_write(replaced);
}

Result<void> Output::remove_older(int results, const std::string& target) {
  const UniqueFd parent = open_without_symlinks(results, parent_name(target));
  const std::string aside = name_ + "-older";
  const std::string last = base_name(target);
  if (parent && ::renameat(parent.get(), last.c_str(), directory_, aside.c_str()) == 0)
    return remove_tree(directory_, aside);
  if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return {};
  if (errno == EXDEV) return remove_tree(parent.get(), last);
  return fail(fmt::format("removing the old {}", escaped(target)), errno);
}

}  // namespace isorun
