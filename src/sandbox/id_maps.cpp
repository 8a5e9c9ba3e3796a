#include "sandbox/id_maps.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <sstream>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <isorun/unique_fd.hpp>

#include "base/process.hpp"
#include "base/variable.hpp"
#include "sandbox/process_files.hpp"

namespace isorun {
namespace {

std::unexpected<Error> fail(std::string what, int code) {
  return std::unexpected(Error{Phase::setup, code, std::move(what)});
}

UniqueFd open_proc() {
  return UniqueFd(::open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC));
}

Result<void> write_proc(int process, const char* name, const std::string& content) {
  const std::string what = fmt::format("the new user namespace's {} in /proc", name);
  const long opened = open_in_proc(open_proc().get(), process, name, O_WRONLY);
  if (opened < 0) return fail("opening " + what, static_cast<int>(-opened));
  const UniqueFd file(static_cast<int>(opened));
  if (::write(file.get(), content.data(), content.size()) < 0)
    return fail("writing " + what, errno);
  return {};
}

// Whether the program succeeded. Its stderr is discarded, because a plain map can be used instead.
bool run_map_program(const char* program, int process, const IdMap& map) {
  const long number = number_in_proc(open_proc().get(), process);
  if (number < 0) return false;
  std::vector<std::string> words = {program, std::to_string(number)};
  for (const IdRange& range : map) {
    for (const std::uint64_t value : {range.inside, range.outside, range.count})
      words.push_back(std::to_string(value));
  }
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  const int error = spawn_program(child, std::move(words), own_environment(), &actions);
  ::posix_spawn_file_actions_destroy(&actions);
  return error == 0 && exits_with(child, 0);
}

std::string map_text(const IdMap& map) {
  std::string text;
  for (const IdRange& range : map)
    text += fmt::format("{} {} {}\n", range.inside, range.outside, range.count);
  return text;
}

Result<void> write_own_group(int process) {
  // Otherwise unprivileged users may not write a gid_map (user_namespaces(7)).
  if (Result<void> denied = write_proc(process, "setgroups", "deny"); !denied) return denied;
  return write_proc(process, "gid_map", map_text(own_id(::getegid())));
}

Result<void> write_own_user(int process) {
  return write_proc(process, "uid_map", map_text(own_id(::geteuid())));
}

bool has_range(int process, const char* name) {
  const UniqueFd file(static_cast<int>(open_in_proc(open_proc().get(), process, name, O_RDONLY)));
  std::string text(4096, '\0');
  const ssize_t size = file ? ::read(file.get(), text.data(), text.size()) : 0;
  std::istringstream map(text.substr(0, static_cast<std::size_t>(std::max<ssize_t>(size, 0))));
  for (IdRange range; map >> range.inside >> range.outside >> range.count;) {
    if (range.count > 1) return true;
  }
  return false;
}

}  // namespace

Result<void> write_id_maps(int process, const Ids& ids) {
  if (ids.source == Ids::Source::own_map) {
    Result<void> written = write_proc(process, "gid_map", map_text(ids.groups));
    if (written) written = write_proc(process, "uid_map", map_text(ids.users));
    return written;
  }
  const bool has_groups =
      ids.source == Ids::Source::granted && run_map_program("newgidmap", process, ids.groups);
  if (has_groups && run_map_program("newuidmap", process, ids.users)) return {};
  if (!has_groups) {
    if (Result<void> written = write_own_group(process); !written) return written;
  }
  return write_own_user(process);
}

bool has_id_ranges(int process) {
  return has_range(process, "uid_map") && has_range(process, "gid_map");
}

}  // namespace isorun
