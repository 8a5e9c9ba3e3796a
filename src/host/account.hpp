// Entries of /etc/passwd.
#pragma once

#include <optional>
#include <string>

#include <sys/types.h>

namespace isorun {

struct Account {
  std::string name;
  std::string home;  // as it is written there
};

// nullopt for a user whom /etc/passwd does not list. getpwuid(3) would ask every source of
// nsswitch.conf(5), but it loads their libraries, which a static program cannot on a host with
// another C library.
std::optional<Account> account_of(uid_t uid);

}  // namespace isorun
