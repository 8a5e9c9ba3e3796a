#include "attack.hpp"

#include <fcntl.h>
#include <filesystem>
#include <ostream>
#include <sched.h>
#include <unistd.h>

#include <fmt/format.h>

#include <isorun/unique_fd.hpp>

namespace isorun {
namespace {

void write_file(const std::string& path, std::string_view text) {
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  static_cast<void>(::write(file.get(), text.data(), text.size()));
}

}  // namespace

void PrintTo(const Attack& attack, std::ostream* stream) {
  *stream << attack.name;
}

std::vector<Attack> all_attacks() {
  std::vector<Attack> all;
  for (const auto& family : {file_attacks(), mount_attacks(), process_attacks(), terminal_attacks(),
                             ipc_attacks(), network_attacks(), kernel_attacks()})
    all.insert(all.end(), family.begin(), family.end());
  return all;
}

Verdict if_opened(const std::string& path, int flags) {
  const UniqueFd file(::open(path.c_str(), flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (file) return Verdict::reached;
  return errno == ENOENT || errno == ENXIO || errno == ENODEV ? Verdict::absent : Verdict::refused;
}

bool write_to(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK));
  return ::write(file.get(), "attack\n", 7) == 7;
}

bool become_root_of(int namespaces) {
  const uid_t user = ::geteuid();
  const gid_t group = ::getegid();
  if (::unshare(CLONE_NEWUSER | namespaces) != 0) return false;
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/uid_map", fmt::format("0 {} 1", user));
  write_file("/proc/self/gid_map", fmt::format("0 {} 1", group));
  return true;
}

Verdict in_any_namespace(const std::function<void()>& attempt, int more_namespaces) {
  attempt();
  if (become_root_of(CLONE_NEWNS | more_namespaces)) attempt();
  return Verdict::done;
}

void each_process(const std::function<void(const std::string& directory)>& visit) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") == std::string::npos) visit("/proc/" + name + "/");
  }
}

}  // namespace isorun
