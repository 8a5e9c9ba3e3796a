#include "collect/change_maker.hpp"

#include <cerrno>
#include <expected>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "collect/readable.hpp"
#include "collect/sparse_copy.hpp"

namespace isorun {

namespace {

std::unexpected<Error> failure(std::string_view verb, const Change& change) {
  const int code = errno;
  return std::unexpected(
      Error{Phase::run, code, fmt::format("{} {}", verb, readable(change.path))});
}

UniqueFd open_parent(const Change& change) {
  const std::size_t slash = change.path.rfind('/');
  return open_without_symlinks(AT_FDCWD, slash == 0 ? "/" : change.path.substr(0, slash));
}

bool is_of_type(const FileState& state, mode_t type) {
  return (state.mode & S_IFMT) == type;
}

bool is_same(const FileState& before, const FileState& now) {
  // Of a directory the size and the time tell only that its files changed.
  if (!is_of_type(before, S_IFDIR)) return before == now;
  return before.mode == now.mode && before.inode == now.inode &&
         before.attributes == now.attributes;
}

std::string temporary_name() {
  return fmt::format(".isorun-apply.{}", ::getpid());
}

// Only who may give files away can restore an owner.
void set_owner(int file, const FileState& state) {
  if (::geteuid() != 0) return;
  [[maybe_unused]] const int done =
      ::fchown(file, static_cast<uid_t>(state.uid), static_cast<gid_t>(state.gid));
}

bool set_state(int file, const FileState& state) {
  // While the file is open to its owner.
  if (!set_user_attributes(file, state.attributes)) return false;
  set_owner(file, state);
  // After the owner: chown(2) takes set-user-ID bits away.
  if (::fchmod(file, state.mode & 07777) != 0) return false;
  const timespec time{.tv_sec = state.seconds, .tv_nsec = state.nanoseconds};
  const timespec times[] = {time, time};
  return ::futimens(file, times) == 0;
}

bool write_file(int parent, const char* name, const Change& change, int layer) {
  const UniqueFd source(
      ::openat(layer, change.content.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!source) return false;
  const UniqueFd file(
      ::openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  return file && copy_sparse(source.get(), file.get(), static_cast<off_t>(change.after->size)) &&
         set_state(file.get(), *change.after) && ::fsync(file.get()) == 0;
}

Result<void> replace(int parent, const Change& change, int layer) {
  const std::string temporary = temporary_name();
  ::unlinkat(parent, temporary.c_str(), 0);
  bool made = false;
  switch (change.after->mode & S_IFMT) {
    case S_IFREG:
      made = write_file(parent, temporary.c_str(), change, layer);
      break;
    case S_IFLNK:
      made = ::symlinkat(change.target.c_str(), parent, temporary.c_str()) == 0;
      break;
    case S_IFIFO:
      made = ::mkfifoat(parent, temporary.c_str(), change.after->mode & 07777) == 0;
      break;
    default:
      return {};  // a socket is nothing without who listens; a device is none of a test's business
  }
  if (made && ::renameat(parent, temporary.c_str(), parent, base_name(change.path).c_str()) == 0)
    return {};
  auto error = failure("writing", change);
  ::unlinkat(parent, temporary.c_str(), 0);
  return error;
}

Result<void> make_directory(int parent, const Change& change) {
  const std::string name = base_name(change.path);
  if (::mkdirat(parent, name.c_str(), 0700) != 0 && errno != EEXIST)
    return failure("making the directory", change);
  const UniqueFd directory(
      ::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!directory || !set_state(directory.get(), *change.after))
    return failure("making the directory", change);
  return {};
}

}  // namespace

std::string objection_to(const Change& change, HostTree& host) {
  const auto status = host.status(change.path);
  if (!change.before) {
    const bool fits = !status || (S_ISDIR(status->st_mode) && is_of_type(*change.after, S_IFDIR));
    return fits ? "" : "the host has one of that name, which the shard did not see";
  }
  if (!status) return "the host's is gone";
  const FileState now =
      state_of(host.parent_of(change.path), base_name(change.path).c_str(), *status);
  return is_same(*change.before, now) ? "" : "the host's changed since the run";
}

Result<void> make_room(const Change& change) {
  const UniqueFd parent = open_parent(change);
  const std::string name = base_name(change.path);
  if (!parent) return errno == ENOENT ? Result<void>() : failure("opening the way to", change);
  const bool is_directory = is_of_type(*change.before, S_IFDIR);
  if (::unlinkat(parent.get(), name.c_str(), is_directory ? AT_REMOVEDIR : 0) == 0) return {};
  return errno == ENOENT ? Result<void>() : failure("deleting", change);
}

Result<void> make_change(const Change& change, int layer) {
  const UniqueFd parent = open_parent(change);
  if (!parent) return failure("opening the way to", change);
  return is_of_type(*change.after, S_IFDIR) ? make_directory(parent.get(), change)
                                            : replace(parent.get(), change, layer);
}

}  // namespace isorun
