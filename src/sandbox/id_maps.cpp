#include "sandbox/id_maps.hpp"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <sys/wait.h>

#include <isorun/unique_fd.hpp>

#include "base/process.hpp"

namespace isorun {
namespace {

std::unexpected<Error> fail(std::string what, int code) {
  return std::unexpected(Error{Phase::setup, code, std::move(what)});
}

Result<void> write_proc(pid_t process, const char* name, const std::string& content) {
  const std::string path = fmt::format("/proc/{}/{}", process, name);
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file) return fail("opening " + path, errno);
  if (::write(file.get(), content.data(), content.size()) < 0)
    return fail("writing " + path, errno);
  return {};
}

// Whether the program succeeded. Its stderr is discarded, because a plain map can be used instead.
bool run_map_program(const char* program, pid_t process, const IdMap& map) {
  std::vector<std::string> words = {program, std::to_string(process)};
  for (const IdRange& range : map) {
    for (const std::uint64_t value : {range.inside, range.outside, range.count})
      words.push_back(std::to_string(value));
  }
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  const int error = spawn_program(child, program, &actions, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return false;
  int status = -1;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string map_text(const IdMap& map) {
  std::string text;
  for (const IdRange& range : map)
    text += fmt::format("{} {} {}\n", range.inside, range.outside, range.count);
  return text;
}

Result<void> write_own_group(pid_t process) {
  // Otherwise unprivileged users may not write a gid_map (user_namespaces(7)).
  if (Result<void> denied = write_proc(process, "setgroups", "deny"); !denied) return denied;
  return write_proc(process, "gid_map", map_text(own_id(::getegid())));
}

Result<void> write_own_user(pid_t process) {
  return write_proc(process, "uid_map", map_text(own_id(::geteuid())));
}

}  // namespace

Result<void> write_id_maps(pid_t process, const Ids& ids) {
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

}  // namespace isorun
