#include "sandbox/slot_networks.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sched.h>

#include "base/raw.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

long open_here(const char* path) {
  return call(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
}

// Whether the number after `label` is 0; false if there is no such number.
bool is_zero(int file, const char* label) {
  char text[4096];
  const long size = call(SYS_pread64, file, text, sizeof text - 1, 0L);
  if (size <= 0) return false;
  text[size] = '\0';
  const char* number = std::strstr(text, label);
  if (number == nullptr) return false;
  number += std::strlen(label);
  number += std::strspn(number, " ");
  return number[0] == '0' && (number[1] == ' ' || number[1] == '\n');
}

}  // namespace

long SlotNetworks::get(unsigned slot, bool is_in_use) {
  Network& network = networks_[slot];
  if (network.space >= 0 && (is_in_use || is_untouched(network))) return network.space;
  drop(network);
  const long error = make(network);
  if (error != 0) drop(network);
  return error != 0 ? error : network.space;
}

long SlotNetworks::make(Network& network) {
  if (const long error = call(SYS_unshare, CLONE_NEWNET)) return error;
  if (const long error = bring_loopback_up()) return error;
  network.sockets = static_cast<int>(open_here("/proc/self/net/sockstat"));
  network.traffic = static_cast<int>(open_here("/proc/self/net/dev"));
  const long space = open_here("/proc/self/ns/net");
  network.space = static_cast<int>(space);
  return space < 0 ? space : 0;
}

void SlotNetworks::drop(Network& network) {
  for (int* file : {&network.space, &network.sockets, &network.traffic}) {
    if (*file >= 0) call(SYS_close, *file);
    *file = -1;
  }
}

// Checks for sockets of all families, including Unix sockets with abstract names, and for bytes
// received on loopback. A command has no permission to change anything else in it.
bool SlotNetworks::is_untouched(const Network& network) {
  return is_zero(network.sockets, "sockets: used") && is_zero(network.traffic, "lo:");
}

}  // namespace isorun
