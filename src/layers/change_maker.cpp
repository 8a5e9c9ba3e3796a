#include "layers/change_maker.hpp"

#include <cerrno>
#include <cstdio>
#include <expected>
#include <fcntl.h>
#include <optional>
#include <unistd.h>

#include <fmt/format.h>

#include "base/escaped.hpp"
#include "layers/kept_layer.hpp"

namespace isorun {

namespace {

std::unexpected<Error> fail(std::string_view verb, const Change& change) {
  const int code = errno;
  return std::unexpected(Error{Phase::run, code, fmt::format("{} {}", verb, escaped(change.path))});
}

UniqueFd open_parent(const Change& change) {
  const std::size_t slash = change.path.rfind('/');
  return open_without_symlinks(AT_FDCWD, slash == 0 ? "/" : change.path.substr(0, slash));
}

bool is_of_type(const FileState& state, mode_t type) {
  return (state.mode & S_IFMT) == type;
}

bool is_same(const FileState& before, const FileState& now) {
  // The size and time of a directory only say that its entries changed.
  if (!is_of_type(before, S_IFDIR)) return before == now;
  return before.mode == now.mode && before.inode == now.inode &&
         before.attributes == now.attributes;
}

constexpr std::string_view purpose = "apply";

std::unexpected<Error> refuse(const Change& change, std::string_view why) {
  return std::unexpected(Error{Phase::run, 0, fmt::format("{}: {}", escaped(change.path), why)});
}

// Identifies an entry of an open directory.
std::optional<FileState> state_at(int directory, const std::string& name) {
  struct stat status = {};
  if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  return state_of(directory, name.c_str(), status);
}

constexpr std::string_view unseen =
    "a file of that name exists on the host, which the shard did not see";

// How `now` differs from what the shard saw; empty if it does not.
std::string_view objection(const Change& change, const std::optional<FileState>& now) {
  if (!change.before) {
    const bool fits = !now || (is_of_type(*now, S_IFDIR) && is_of_type(*change.after, S_IFDIR));
    return fits ? "" : unseen;
  }
  if (!now) return "it no longer exists on the host";
  return is_same(*change.before, *now) ? "" : "it changed on the host since the run";
}

// Restoring an owner needs the privilege to give files away.
void set_owner(int file, const FileState& state) {
  if (::geteuid() != 0) return;
  [[maybe_unused]] const int done =
      ::fchown(file, static_cast<uid_t>(state.uid), static_cast<gid_t>(state.gid));
}

bool set_state(int file, const FileState& state) {
  // Set attributes while the owner can still write the file.
  if (!set_user_attributes(file, state.attributes)) return false;
  set_owner(file, state);
  // Set the mode after the owner: chown(2) clears set-user-ID bits.
  if (::fchmod(file, state.mode & 07777) != 0) return false;
  const timespec time{.tv_sec = state.seconds, .tv_nsec = state.nanoseconds};
  const timespec times[] = {time, time};
  return ::futimens(file, times) == 0;
}

bool write_file(int parent, const char* name, const Change& change, int layer) {
  const UniqueFd source = open_content(layer, change);
  if (!source) return false;
  const auto size = static_cast<off_t>(change.after->size);
  const UniqueFd file = copy_to_new_file(source.get(), size, parent, name);
  return file && set_state(file.get(), *change.after) && ::fsync(file.get()) == 0;
}

bool make_new(int parent, const char* name, const Change& change, int layer) {
  switch (change.after->mode & S_IFMT) {
    case S_IFREG:
      return write_file(parent, name, change, layer);
    case S_IFLNK:
      return ::symlinkat(change.target.c_str(), parent, name) == 0;
    default:
      return ::mkfifoat(parent, name, change.after->mode & 07777) == 0;
  }
}

// Renames a file to an unused name. Some file systems, such as NFS, lack RENAME_NOREPLACE; a check
// just before the rename must suffice there.
bool rename_to_free(int parent, const std::string& from, const std::string& to) {
  if (::renameat2(parent, from.c_str(), parent, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL) return false;
  if (state_at(parent, to)) {
    errno = EEXIST;
    return false;
  }
  return ::renameat(parent, from.c_str(), parent, to.c_str()) == 0;
}

// Between a check of the host's file and a rename(2) over it, another process could replace it. So
// the two are exchanged, the host's file is checked under a private name, and it is moved back if
// it is not the expected one. Data written to it later through an already open descriptor is lost.
Result<void> exchange(int parent, const Change& change, const std::string& made) {
  const std::string name = base_name(change.path);
  const auto swap = [&] {
    return ::renameat2(parent, made.c_str(), parent, name.c_str(), RENAME_EXCHANGE) == 0;
  };
  const bool is_swapped = swap();
  if (!is_swapped && errno != EINVAL && errno != ENOENT) return fail("writing", change);
  const std::string_view why = objection(change, state_at(parent, is_swapped ? made : name));
  if (!why.empty()) {
    if (is_swapped) swap();
    return refuse(change, why);
  }
  const bool is_done = is_swapped ? ::unlinkat(parent, made.c_str(), 0) == 0
                                  : ::renameat(parent, made.c_str(), parent, name.c_str()) == 0;
  return is_done ? Result<void>() : fail("writing", change);
}

// Renames the finished file into place.
Result<void> put(int parent, const Change& change, const std::string& made, Host host) {
  const std::string name = base_name(change.path);
  if (host == Host::whatever) {
    const bool is_done = ::renameat(parent, made.c_str(), parent, name.c_str()) == 0;
    return is_done ? Result<void>() : fail("writing", change);
  }
  if (change.before && !needs_room(change)) return exchange(parent, change, made);
  if (rename_to_free(parent, made, name)) return {};
  return errno == EEXIST ? refuse(change, unseen) : fail("writing", change);
}

Result<void> replace(int parent, const Change& change, int layer, Host host) {
  const std::string made = replacement_name(purpose);
  Result<void> done = make_new(parent, made.c_str(), change, layer)
                          ? put(parent, change, made, host)
                          : fail("writing", change);
  if (!done) ::unlinkat(parent, made.c_str(), 0);
  return done;
}

// Removes the host's file if it is the expected one; see exchange().
Result<void> take_away(int parent, const Change& change) {
  const std::string name = base_name(change.path);
  const std::string aside = replacement_name(purpose);
  if (!rename_to_free(parent, name, aside)) return fail("deleting", change);
  if (const std::string_view why = objection(change, state_at(parent, aside)); !why.empty()) {
    rename_to_free(parent, aside, name);
    return refuse(change, why);
  }
  return ::unlinkat(parent, aside.c_str(), 0) == 0 ? Result<void>() : fail("deleting", change);
}

Result<void> make_directory(int parent, const Change& change, Host host) {
  const std::string name = base_name(change.path);
  Change expected = change;
  if (needs_room(change)) expected.before.reset();
  if (const std::string_view why = objection(expected, state_at(parent, name));
      host == Host::as_the_shard_saw_it && !why.empty())
    return refuse(change, why);
  if (::mkdirat(parent, name.c_str(), 0700) != 0 && errno != EEXIST)
    return fail("making the directory", change);
  const UniqueFd directory(
      ::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!directory || !set_state(directory.get(), *change.after))
    return fail("making the directory", change);
  return {};
}

}  // namespace

bool needs_room(const Change& change) {
  return change.kind == Change::Kind::deleted ||
         (change.kind == Change::Kind::type_changed &&
          (is_of_type(*change.before, S_IFDIR) || is_of_type(*change.after, S_IFDIR)));
}

std::string_view objection_to(const Change& change, HostTree& host) {
  const int parent = host.parent_of(change.path);
  return objection(change, parent < 0 ? std::nullopt : state_at(parent, base_name(change.path)));
}

Result<void> make_room(const Change& change, Host host) {
  const UniqueFd parent = open_parent(change);
  const std::string name = base_name(change.path);
  const bool is_forced = host == Host::whatever;
  if (!parent && is_forced && errno == ENOENT) return {};
  if (!parent) return fail("opening the parent of", change);
  const auto now = state_at(parent.get(), name);
  if (is_forced && !now) return {};
  if (const std::string_view why = objection(change, now); !is_forced && !why.empty())
    return refuse(change, why);
  const bool is_directory = is_of_type(*now, S_IFDIR);
  if (!is_forced && !is_directory) return take_away(parent.get(), change);
  // A directory that gained entries meanwhile stays.
  if (::unlinkat(parent.get(), name.c_str(), is_directory ? AT_REMOVEDIR : 0) == 0) return {};
  return fail("deleting", change);
}

Result<void> make_change(const Change& change, int layer, Host host) {
  const UniqueFd parent = open_parent(change);
  if (!parent) return fail("opening the parent of", change);
  return is_of_type(*change.after, S_IFDIR) ? make_directory(parent.get(), change, host)
                                            : replace(parent.get(), change, layer, host);
}

}  // namespace isorun
