#include "host/host_changes.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace isorun {
namespace {

struct Words {
  HostChange change;
  const char* docker;
  const char* podman;
  const char* kubernetes;
};
// In the order of the output.
constexpr std::array container_words = {
    Words{HostChange::allow_calls, "--security-opt seccomp=unconfined",
          "--security-opt seccomp=unconfined", "seccompProfile: {type: Unconfined}"},
    Words{HostChange::unmask_proc, "--security-opt systempaths=unconfined",
          "--security-opt unmask=ALL", "procMount: Unmasked"},
    Words{HostChange::lift_apparmor_profile, "--security-opt apparmor=unconfined",
          "--security-opt apparmor=unconfined", "appArmorProfile: {type: Unconfined}"},
    Words{HostChange::allow_user_0, "--cap-add SETFCAP", "--cap-add SETFCAP",
          "capabilities: {add: [SETFCAP]}"},
};

// Whether the path needs no quotes in sed's script, the shell and AppArmor's profile.
bool is_plain(std::string_view path) {
  return std::ranges::all_of(path, [](char character) {
    return std::isalnum(static_cast<unsigned char>(character)) != 0 ||
           std::string_view("/._+-").contains(character);
  });
}

// The profile allows this program alone; the sysctl lifts the restriction for all. The host of a
// container has other paths.
std::string allow_apparmor_userns(const Surroundings& surroundings) {
  const std::string& file = surroundings.apparmor_file;
  const bool is_usable = surroundings.container == Container::none && !file.empty() &&
                         is_plain(file) && is_plain(surroundings.program);
  if (!is_usable) return "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
  return fmt::format(
      "sed 's|/usr/bin/isorun|{}|' {} >/etc/apparmor.d/isorun && apparmor_parser -r "
      "/etc/apparmor.d/isorun",
      surroundings.program, file);
}

struct Setting {
  HostChange change;
  std::string (*command)(const Surroundings&);
};
constexpr std::array host_settings = {
    Setting{HostChange::switch_userns_on,
            [](const Surroundings&) -> std::string {
              return "sysctl -w kernel.unprivileged_userns_clone=1";
            }},
    Setting{HostChange::allow_apparmor_userns, allow_apparmor_userns},
    Setting{HostChange::load_overlay,
            [](const Surroundings&) -> std::string { return "modprobe overlay"; }},
};

std::string start_of_container(const std::set<HostChange>& changes,
                               const Surroundings& surroundings) {
  if (surroundings.container == Container::nspawn)
    return changes.contains(HostChange::unmask_proc)
               ? "SYSTEMD_NSPAWN_API_VFS_WRITABLE=1 systemd-nspawn"
               : "";
  std::vector<std::string_view> words;
  for (const Words& entry : container_words) {
    if (!changes.contains(entry.change)) continue;
    words.emplace_back(surroundings.container == Container::podman       ? entry.podman
                       : surroundings.container == Container::kubernetes ? entry.kubernetes
                                                                         : entry.docker);
  }
  if (words.empty()) return "";
  if (surroundings.container == Container::kubernetes)
    return fmt::format("hostUsers: false; securityContext: {{{}}}", fmt::join(words, ", "));
  const char* start = surroundings.container == Container::podman   ? "podman run"
                      : surroundings.container == Container::docker ? "docker run"
                                                                    : "in a container: docker run";
  return fmt::format("{} {}", start, fmt::join(words, " "));
}

std::string commands_of_root(const std::set<HostChange>& changes,
                             const Surroundings& surroundings) {
  std::vector<std::string> commands;
  for (const Setting& entry : host_settings) {
    if (changes.contains(entry.change)) commands.push_back(entry.command(surroundings));
  }
  if (changes.contains(HostChange::raise_limits)) {
    for (const std::string& name : surroundings.used_up) {
      // isorun does not need this one, and its own sandboxes set it to 0.
      if (name != "max_cgroup_namespaces")
        commands.push_back(fmt::format("sysctl -w user.{}=10000", name));
    }
  }
  return commands.empty() ? "" : fmt::format("as root: {}", fmt::join(commands, " && "));
}

}  // namespace

std::string line_for(const std::set<HostChange>& changes, const Surroundings& surroundings) {
  const std::string container = start_of_container(changes, surroundings);
  const std::string root = commands_of_root(changes, surroundings);
  return container + (container.empty() || root.empty() ? "" : "; ") + root;
}

}  // namespace isorun
