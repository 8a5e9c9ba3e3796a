#include "host/surroundings.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "base/entries.hpp"
#include "base/support.hpp"
#include "base/text.hpp"
#include "host/capabilities.hpp"
#include "host/mounts.hpp"

namespace isorun {
namespace {

// A file that cannot be read counts as empty, such as the label of a kernel without security
// modules (EINVAL), for which a stream's iterator would throw.
std::string content_of(const char* path) {
  std::ifstream file(path);
  std::string content;
  for (std::string line; std::getline(file, line);) content += line + '\n';
  return content;
}

bool holds(const char* path, std::string_view value) {
  return trim(content_of(path)) == value;
}

bool is_there(const char* path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

bool has_variable(const char* name) {
  return std::getenv(name) != nullptr;
}

bool names_nspawn(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && std::string_view(value) == "systemd-nspawn";
}

// The first sign found counts.
struct Sign {
  bool (*is_there)(const char* name);
  const char* name;
  Container container;
};
constexpr std::array signs = {
    Sign{has_variable, "KUBERNETES_SERVICE_HOST", Container::kubernetes},
    Sign{is_there, "/run/secrets/kubernetes.io", Container::kubernetes},
    Sign{is_there, "/run/.containerenv", Container::podman},
    Sign{is_there, "/.dockerenv", Container::docker},
    Sign{names_nspawn, "container", Container::nspawn},
    Sign{has_variable, "container", Container::other},
};

Container find_container() {
  for (const Sign& sign : signs) {
    if (sign.is_there(sign.name)) return sign.container;
  }
  return Container::none;
}

bool has_filter() {
  const std::string status = content_of("/proc/self/status");
  return std::ranges::any_of(lines(std::string_view(status)),
                             [](std::string_view line) { return line == "Seccomp:\t2"; });
}

// "docker-default (enforce)"; for SELinux the file holds a label with colons.
std::string apparmor_profile() {
  const std::string label = content_of("/proc/self/attr/current");
  const std::string_view text = trim(std::string_view(label).substr(0, label.find('\0')));
  const std::size_t mode = text.find(" (enforce)");
  return mode == std::string_view::npos ? "" : std::string(text.substr(0, mode));
}

std::vector<std::string> used_up_limits() {
  std::vector<std::string> names;
  std::error_code error;
  for (const std::filesystem::path& entry : entries_of("/proc/sys/user", error)) {
    if (holds(entry.c_str(), "0")) names.push_back(entry.filename());
  }
  return names;
}

}  // namespace

std::vector<std::string> masked_paths(const std::vector<Mount>& mounts) {
  // These cover empty directories that the kernel provides for them.
  static constexpr std::array<std::string_view, 3> harmless = {"autofs", "binfmt_misc", "nfsd"};
  std::vector<std::string> masked;
  for (const Mount& mount : mounts) {
    const bool is_harmless = std::ranges::find(harmless, mount.type) != harmless.end();
    if (mount.point.starts_with("/proc/") && !is_harmless) masked.push_back(mount.point);
  }
  return masked;
}

bool has_mount_of_isorun(std::string_view mountinfo) {
  // Only a mount source can be this word: paths have a slash (proc_pid_mountinfo(5)).
  return mountinfo.contains(" isorun ");
}

namespace {

std::string own_program() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).string();
}

std::string apparmor_file() {
  const std::string file = support_directory() + "/apparmor";
  return is_there(file.c_str()) ? file : "";
}

}  // namespace

Surroundings read_surroundings() {
  const std::vector<Mount> mounts = visible_mounts().value_or(std::vector<Mount>());
  return {.container = find_container(),
          .has_filter = has_filter(),
          .apparmor_profile = apparmor_profile(),
          .masked = masked_paths(mounts),
          .is_in_isorun = has_mount_of_isorun(content_of("/proc/self/mountinfo")),
          .has_root_mount = mounts.empty() || std::ranges::count(mounts, "/", &Mount::point) > 0,
          .may_map_user_0 = ::geteuid() != 0 || has_capability(CAP_SETFCAP),
          .userns_is_switched_off = holds("/proc/sys/kernel/unprivileged_userns_clone", "0"),
          .apparmor_restricts_userns =
              holds("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"),
          .program = own_program(),
          .apparmor_file = apparmor_file(),
          .used_up = used_up_limits()};
}

}  // namespace isorun
