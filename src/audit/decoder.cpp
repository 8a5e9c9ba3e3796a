#include "audit/decoder.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <fcntl.h>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/ipc.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "audit/tracee.hpp"

namespace isorun {
namespace {

constexpr std::size_t most_calls = 512;
using Index = std::array<const TracedCall*, most_calls>;

// Indexes calls by number. Those with several conditions have one meaning.
const Index& calls_by_number() {
  static const Index index = [] {
    Index made{};
    for (const TracedCall& call : traced_calls())
      if (call.number >= 0 && static_cast<std::size_t>(call.number) < most_calls)
        made[static_cast<std::size_t>(call.number)] = &call;
    return made;
  }();
  return index;
}

class Decoder {
 public:
  Decoder(const seccomp_notif& call, const TracedCall& form)
      : call_(call), form_(form), tracee_(static_cast<pid_t>(call.pid)) {}

  Decoded decode() {
    switch (form_.deed) {
      case Deed::open:
        open();
        break;
      case Deed::look:
      case Deed::read_link:
      case Deed::execute:
      case Deed::remove_directory:
      case Deed::make_directory:
      case Deed::make_node:
      case Deed::make_symlink:
      case Deed::make_link:
      case Deed::rename:
      case Deed::remove:
      case Deed::truncate:
      case Deed::change:
        name_paths();
        break;
      case Deed::list:
        add_descriptor(Act::listed);
        break;
      case Deed::lock:
        add_descriptor(Act::locked);
        break;
      case Deed::bind:
      case Deed::connect:
        use_address();
        break;
      case Deed::share_memory:
        use_key("shm");
        break;
      case Deed::share_semaphores:
        use_key("sem");
        break;
      case Deed::share_queue:
        use_key("msg");
        break;
      case Deed::open_queue:
      case Deed::remove_queue:
        use_queue();
        break;
      case Deed::signal:
        use_process();
        break;
      case Deed::set_clock:
        add("clock", Act::set);
        break;
      case Deed::set_limit:
        add("limit", Act::set);
        break;
      case Deed::set_host_name:
        add("hostname", Act::set);
        break;
    }
    decoded_.deed = form_.deed;
    return std::move(decoded_);
  }

 private:
  [[nodiscard]] std::uint64_t argument(std::int8_t number) const {
    return call_.data.args[static_cast<std::uint8_t>(number)];
  }
  [[nodiscard]] int integer(std::int8_t number) const { return static_cast<int>(argument(number)); }
  [[nodiscard]] int flags() const {
    return form_.flags == TracedCall::none ? 0 : integer(form_.flags);
  }

  void add(std::string thing, Act act, bool is_directory = false) {
    decoded_.touches.push_back({std::move(thing), act, is_directory});
  }

  std::optional<std::string> path(std::int8_t directory, std::int8_t subject) {
    const int base = directory == TracedCall::none ? AT_FDCWD : integer(directory);
    std::optional<std::string> found = tracee_.path_at(base, argument(subject));
    decoded_.is_unread = decoded_.is_unread || !found;
    return found;
  }

  void open() {
    const std::optional<std::string> found = path(form_.directory, form_.subject);
    if (!found) return;
    std::uint64_t flags = O_CREAT | O_TRUNC | O_WRONLY;  // creat(2)
    if (form_.flags != TracedCall::none) flags = argument(form_.flags);
    constexpr auto openat2 = 437;
    if (call_.data.nr == openat2 && !tracee_.read_at(argument(form_.flags), &flags, sizeof flags))
      decoded_.is_unread = true;
    const std::uint64_t access = flags & O_ACCMODE;
    if ((flags & O_PATH) != 0) return add(*found, Act::looked);
    if ((flags & O_TMPFILE) == O_TMPFILE) return;  // it has no name
    if ((flags & O_CREAT) != 0 && (flags & O_EXCL) != 0) return add(*found, Act::claimed);
    const bool is_there = (flags & O_CREAT) != 0 && tracee_.mode_of(*found) != 0;
    if (access != O_WRONLY) add(*found, Act::read);
    if ((flags & O_CREAT) != 0 && !is_there) return add(*found, Act::created);
    if ((flags & O_TRUNC) != 0) return add(*found, Act::truncated);
    if (access != O_RDONLY) add(*found, Act::wrote);
  }

  void remove(const std::string& found) {
    const mode_t mode = tracee_.mode_of(found);
    if (mode == 0) return add(found, Act::wanted_gone);
    add(found, Act::removed, S_ISDIR(mode));
  }

  // If the file exists, the call fails and the file stays.
  void make(const std::string& found) {
    add(found, tracee_.mode_of(found) != 0 ? Act::looked : Act::created);
  }

  void name_paths() {
    const std::optional<std::string> found = path(form_.directory, form_.subject);
    if (!found) return;
    switch (form_.deed) {
      case Deed::look:
        return add(*found, Act::looked);
      case Deed::read_link:
      case Deed::execute:
        return add(*found, Act::read);
      case Deed::remove:
      case Deed::remove_directory:
        return remove(*found);
      case Deed::truncate:
        return add(*found, Act::truncated);
      case Deed::change:
        return add(*found, Act::wrote);
      case Deed::make_link:
      case Deed::rename:
        return move(*found);
      default:
        return make(*found);
    }
  }

  void move(const std::string& from) {
    const std::optional<std::string> to = path(form_.directory_2, form_.subject_2);
    if (form_.deed == Deed::rename)
      remove(from);
    else
      add(from, Act::read);
    if (!to) return;
    const bool replaces = tracee_.mode_of(*to) != 0;
    add(*to, replaces ? Act::truncated : Act::created);
  }

  void add_descriptor(Act act) {
    const std::optional<std::string> found = tracee_.file_of(integer(form_.subject));
    decoded_.is_unread = !found;
    if (found && found->starts_with('/')) add(*found, act);
  }

  [[nodiscard]] const char* protocol() const {
    const int type = tracee_.socket_type(integer(0));
    return type == SOCK_DGRAM ? "udp" : "tcp";
  }

  void use_address() {
    const Act act = form_.deed == Deed::bind ? Act::bound : Act::connected;
    sockaddr_storage address{};
    const std::size_t size = std::min<std::size_t>(argument(form_.flags), sizeof address);
    if (!tracee_.read_at(argument(form_.subject), &address, size)) {
      decoded_.is_unread = true;
      return;
    }
    char text[INET6_ADDRSTRLEN] = {};
    if (address.ss_family == AF_INET) {
      sockaddr_in in{};
      std::memcpy(&in, &address, sizeof in);
      ::inet_ntop(AF_INET, &in.sin_addr, text, sizeof text);
      if (in.sin_port != 0) add(fmt::format("{}:{}:{}", protocol(), text, ntohs(in.sin_port)), act);
    } else if (address.ss_family == AF_INET6) {
      sockaddr_in6 in{};
      std::memcpy(&in, &address, sizeof in);
      ::inet_ntop(AF_INET6, &in.sin6_addr, text, sizeof text);
      if (in.sin6_port != 0)
        add(fmt::format("{}:[{}]:{}", protocol(), text, ntohs(in.sin6_port)), act);
    } else if (address.ss_family == AF_UNIX) {
      use_local(address, size, act);
    }
  }

  // A path, or a name behind a null byte; without either the kernel chooses a name.
  void use_local(const sockaddr_storage& address, std::size_t size, Act act) {
    sockaddr_un local{};
    std::memcpy(&local, &address, std::min(size, sizeof local));
    const std::size_t begin = offsetof(sockaddr_un, sun_path);
    if (size <= begin) return;
    if (local.sun_path[0] == '\0')
      return add("unix:@" + std::string(local.sun_path + 1, size - begin - 1), act);
    const std::string name(local.sun_path, ::strnlen(local.sun_path, sizeof local.sun_path));
    if (name.starts_with('/')) return add(without_dots(name), act);
    if (const auto base = tracee_.directory()) add(without_dots(*base + '/' + name), act);
  }

  void use_key(const char* kind) {
    const bool creates = (flags() & IPC_CREAT) != 0;
    add(fmt::format("{}:{:#x}", kind, static_cast<std::uint32_t>(argument(form_.subject))),
        creates ? Act::created : Act::read);
  }

  void use_queue() {
    const std::optional<std::string> name = tracee_.text_at(argument(form_.subject));
    decoded_.is_unread = !name;
    if (!name) return;
    const bool creates = (flags() & O_CREAT) != 0;
    const Act act = form_.deed == Deed::remove_queue ? Act::removed
                    : creates                        ? Act::created
                                                     : Act::read;
    add("mqueue:/" + *name, act);
  }

  // Its own children are the unit's own business. Signal 0 only asks.
  void use_process() {
    const int process = integer(form_.subject);
    if (flags() == 0) return;
    if (process == -1) return add("process:all", Act::signaled);
    if (process > 0 && !tracee_.has_process(process))
      add(fmt::format("process:{}", process), Act::signaled);
  }

  const seccomp_notif& call_;
  const TracedCall& form_;
  Tracee tracee_;
  Decoded decoded_{};
};

}  // namespace

Decoded decode(const seccomp_notif& call) {
  const std::size_t number = static_cast<std::size_t>(call.data.nr);
  const TracedCall* form = number < most_calls ? calls_by_number()[number] : nullptr;
  return form == nullptr ? Decoded{} : Decoder(call, *form).decode();
}

}  // namespace isorun
