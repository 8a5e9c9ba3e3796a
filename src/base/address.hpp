// Addresses of the Internet protocols, as text.
#pragma once

#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace isorun {

// Whether it is a number, such as "127.0.0.1" or "::1", which takes no name server to find.
inline bool is_address(const std::string& text) {
  unsigned char address[sizeof(in6_addr)];
  return ::inet_pton(AF_INET, text.c_str(), address) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), address) == 1;
}

}  // namespace isorun
