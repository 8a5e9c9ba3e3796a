#include <array>
#include <fstream>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>

#include "host/account.hpp"
#include "host/ids.hpp"

namespace isorun {
namespace {

// Keyed by the names in os-release(5), of the distribution itself or of one it is based on.
struct Package {
  std::string_view distribution;
  const char* command;
};
constexpr std::array packages = {
    Package{"debian", "apt-get install uidmap"},   Package{"ubuntu", "apt-get install uidmap"},
    Package{"fedora", "dnf install shadow-utils"}, Package{"rhel", "dnf install shadow-utils"},
    Package{"suse", "zypper install shadow"},      Package{"arch", "pacman -S shadow"},
    Package{"alpine", "apk add shadow-subids"},
};

std::string install_command() {
  std::ifstream file("/etc/os-release");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("ID=") && !line.starts_with("ID_LIKE=")) continue;
    for (const Package& package : packages) {
      if (line.contains(package.distribution)) return fmt::format("as root: {}", package.command);
    }
  }
  return "install newuidmap and newgidmap (package uidmap or shadow)";
}

std::string grant_command() {
  const std::optional<Account> account = account_of(::getuid());
  if (account)
    return fmt::format(
        "as root: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 {}",
        account->name);
  return fmt::format("as root: echo {}:100000:65536 | tee -a /etc/subuid >>/etc/subgid",
                     ::getuid());
}

}  // namespace

std::string range_remedy(const Ids& ids) {
  switch (ids.lack) {
    case Ids::Lack::nothing:
      break;
    case Ids::Lack::grant:
      return grant_command();
    case Ids::Lack::program:
      return install_command();
    case Ids::Lack::privilege:
      return "as root: chmod u+s \"$(command -v newuidmap)\" \"$(command -v newgidmap)\"";
    case Ids::Lack::capabilities:
      return "give root both, in a container with --cap-add SETUID --cap-add SETGID";
    case Ids::Lack::gaining_privileges:
      return "start isorun without no_new_privs (Docker: no --security-opt no-new-privileges; "
             "systemd: NoNewPrivileges=no)";
  }
  return "";
}

}  // namespace isorun
