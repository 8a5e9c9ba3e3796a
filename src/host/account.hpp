// Entries of /etc/passwd.
#pragma once

#include <optional>
#include <string>

#include <sys/types.h>

namespace isorun {

struct Account {
  std::string name;
  std::string home;  // verbatim
};

// nullopt for a user missing in /etc/passwd. getpwuid(3) would query every source in
// nsswitch.conf(5), but it loads their libraries, which a static program cannot do on a host with
// another C library.
std::optional<Account> account_of(uid_t uid);

}  // namespace isorun
