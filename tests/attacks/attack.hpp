// Attacks on the host from inside a sandbox: one entry of a table each. An attack runs twice: in a
// sandbox, where it must fail, and in its twin, surroundings that lack the sandbox's guard, where
// it must succeed. So none fails for another reason than the guard.
#pragma once

#include <cerrno>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include <sys/types.h>

namespace isorun {

// The victims of an attack, which all belong to the test; see victims.hpp.
struct Target {
  std::string place;          // a directory: `file`, `socket`, `fifo`, and `read-only/file`
  std::string temporary;      // a file in /tmp
  std::string terminal;       // another terminal of the user
  std::string name;           // of an abstract socket, a message queue and shared memory
  key_t key = 0;              // of System V objects
  int port = 0;               // of TCP and UDP, on the loopback of both protocols
  pid_t process = 0;          // a process of the same user
  pid_t first = 0;            // in a sandbox its pid 1, elsewhere the process
  std::uintptr_t memory = 0;  // an address in the process

  [[nodiscard]] std::string file() const { return place + "/file"; }
  [[nodiscard]] std::string read_only_file() const { return place + "/read-only/file"; }
};

enum class Verdict {
  refused,
  reached,  // it got what it must not get
  done,     // what it did can be seen on its victims, or not
  absent,   // there is no such thing in this kernel or machine
};

// Surroundings without the guard.
enum class Twin {
  host,      // as the same user
  root,      // as the host's root, by calls that do no harm; ordinary users leave it out
  unshared,  // as root of namespaces whose mounts are not locked
};

struct Attack {
  const char* name;
  const char* guard;
  Twin twin;
  Verdict (*attempt)(const Target&);
};

// GoogleTest calls this.
void PrintTo(const Attack& attack, std::ostream* stream);

// Each family is a file.
std::span<const Attack> file_attacks();
std::span<const Attack> mount_attacks();
std::span<const Attack> process_attacks();
std::span<const Attack> terminal_attacks();
std::span<const Attack> ipc_attacks();
std::span<const Attack> network_attacks();
std::span<const Attack> kernel_attacks();

std::vector<Attack> all_attacks();

// What attacks are made of -----------------------------------------------------

// A call that must not succeed.
inline Verdict if_done(long result) {
  if (result >= 0) return Verdict::reached;
  return errno == ENOSYS || errno == ENODEV ? Verdict::absent : Verdict::refused;
}

// A call with arguments that do no harm, which fails even for root, but not for want of permission.
inline Verdict if_permitted(long result) {
  if (result >= 0) return Verdict::reached;
  if (errno == ENOSYS) return Verdict::absent;
  return errno == EPERM || errno == EACCES || errno == EROFS ? Verdict::refused : Verdict::reached;
}

// Opening is enough; nothing is read or written.
Verdict if_opened(const std::string& path, int flags);

// Adds a line to a file. Whether it did.
bool write_to(const std::string& path);

// Does it at once, and again as root of user and mount namespaces of the attacker's own.
Verdict in_any_namespace(const std::function<void()>& attempt, int more_namespaces = 0);

// unshare(2) into a user namespace in which the caller is root, and others.
bool become_root_of(int namespaces);

// `visit` with "/proc/PID/" of each process in sight.
void each_process(const std::function<void(const std::string& directory)>& visit);

}  // namespace isorun
