#include "sandbox/id_maps.hpp"

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <sys/capability.h>
#include <sys/wait.h>

#include <isorun/unique_fd.hpp>

#include "base/process.hpp"
#include "base/text.hpp"
#include "host/account.hpp"

namespace isorun {
namespace {

struct Extent {  // a line of user_namespaces(7)'s uid_map
  std::uint64_t inside = 0;
  std::uint64_t outside = 0;
  std::uint64_t count = 0;
};

struct Kind {
  const char* map;      // below /proc/PID
  const char* subids;   // the grants
  const char* program;  // privileged; writes what the grants allow
};
constexpr Kind users{"uid_map", "/etc/subuid", "newuidmap"};
constexpr Kind groups{"gid_map", "/etc/subgid", "newgidmap"};

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

std::vector<Extent> identity_of_own_map(const Kind& kind) {
  std::ifstream file(std::string("/proc/self/") + kind.map);
  std::vector<Extent> extents;
  for (Extent extent; file >> extent.inside >> extent.outside >> extent.count;) {
    extents.push_back({extent.inside, extent.inside, extent.count});
  }
  return extents;
}

bool may_map_everything() {
  const std::unique_ptr<std::remove_pointer_t<cap_t>, int (*)(void*)> own(::cap_get_proc(),
                                                                          ::cap_free);
  const auto has = [&own](cap_value_t capability) {
    cap_flag_value_t value = CAP_CLEAR;
    return own && ::cap_get_flag(own.get(), capability, CAP_EFFECTIVE, &value) == 0 &&
           value == CAP_SET;
  };
  return has(CAP_SETUID) && has(CAP_SETGID);
}

std::optional<std::uint32_t> id(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  return is_number ? std::optional(value) : std::nullopt;
}

// The first grant to the caller, by name or by number (subuid(5)). A line that is none is passed
// over, as newuidmap(1) does.
std::optional<Extent> granted(const Kind& kind) {
  const std::optional<Account> account = account_of(::getuid());
  const std::string name = account ? account->name : "";
  const std::string number = std::to_string(::getuid());
  std::ifstream file(kind.subids);
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string_view> fields = split(line, ':');
    if (fields.size() != 3 || (fields[0] != name && fields[0] != number)) continue;
    const std::optional<std::uint32_t> first = id(fields[1]);
    const std::optional<std::uint32_t> count = id(fields[2]);
    if (first && count && *count > 0) return Extent{0, *first, *count};
  }
  return std::nullopt;
}

// The granted ids below and above the own one, which keeps its place.
std::vector<Extent> around(std::uint64_t own, const Extent& grant) {
  if (own >= grant.count) return {{0, grant.outside, grant.count}, {own, own, 1}};
  std::vector<Extent> extents;
  if (own > 0) extents.push_back({0, grant.outside, own});
  extents.push_back({own, own, 1});
  extents.push_back({own + 1, grant.outside + own, grant.count - own});
  return extents;
}

// Whether the program did it. It says on stderr why not; that is not worth a line, for there is a
// plain map to fall back on.
bool run_map_program(const Kind& kind, pid_t process, const std::vector<Extent>& extents) {
  std::vector<std::string> words = {kind.program, std::to_string(process)};
  for (const Extent& extent : extents) {
    for (const std::uint64_t value : {extent.inside, extent.outside, extent.count})
      words.push_back(std::to_string(value));
  }
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  const int error = spawn_program(child, kind.program, &actions, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return false;
  int status = -1;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string map_text(const std::vector<Extent>& extents) {
  std::string text;
  for (const Extent& extent : extents) {
    text += fmt::format("{} {} {}\n", extent.inside, extent.outside, extent.count);
  }
  return text;
}

Result<void> write_own_id_only(pid_t process) {
  // Without this the kernel lets nobody without privilege write a gid_map (user_namespaces(7)).
  if (Result<void> denied = write_proc(process, "setgroups", "deny"); !denied) return denied;
  const std::uint64_t gid = ::getegid();
  const std::uint64_t uid = ::geteuid();
  if (Result<void> written = write_proc(process, groups.map, map_text({{gid, gid, 1}})); !written)
    return written;
  return write_proc(process, users.map, map_text({{uid, uid, 1}}));
}

}  // namespace

Result<void> write_id_maps(pid_t process) {
  if (may_map_everything()) {
    Result<void> written = write_proc(process, groups.map, map_text(identity_of_own_map(groups)));
    if (written) written = write_proc(process, users.map, map_text(identity_of_own_map(users)));
    return written;
  }
  const std::optional<Extent> uids = granted(users);
  const std::optional<Extent> gids = granted(groups);
  if (uids && gids && run_map_program(groups, process, around(::getegid(), *gids))) {
    if (run_map_program(users, process, around(::geteuid(), *uids))) return {};
    return fail(
        "newgidmap mapped the group ids, but newuidmap refused the user ids; see /etc/subuid",
        EPERM);
  }
  return write_own_id_only(process);
}

}  // namespace isorun
