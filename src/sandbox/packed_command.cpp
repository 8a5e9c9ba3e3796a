#include "sandbox/packed_command.hpp"

#include <cstring>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/un.h>

#include "base/text.hpp"

namespace isorun {
namespace {

using Words = std::vector<std::string>;

std::string_view value_of(const Words& environment, std::string_view name) {
  for (const std::string& variable : environment) {
    if (variable.starts_with(name) && variable.size() > name.size() &&
        variable[name.size()] == '=') {
      return std::string_view(variable).substr(name.size() + 1);
    }
  }
  return {};
}

Words executable_candidates(const std::string& name, const Words& environment) {
  if (name.find('/') != std::string::npos) return {name};
  std::string_view path = value_of(environment, "PATH");
  if (path.empty()) path = "/usr/local/bin:/usr/bin:/bin";
  Words candidates;
  for (const std::string_view directory : split(path, ':')) {
    candidates.push_back(fmt::format("{}/{}", directory.empty() ? "." : directory, name));
  }
  return candidates;
}

// Appends strings, and counts the pointers to them.
class Strings {
 public:
  std::uint32_t add(const Words& words) {
    for (const std::string& word : words) text_.append(word).push_back('\0');
    pointers_ += words.size() + 1;
    return static_cast<std::uint32_t>(words.size());
  }

  ProgramSize add_program(const Words& candidates, const Words& words, const Words& variables) {
    ++pointers_;  // Program::words[-1]
    return {.candidates = add(candidates), .words = add(words), .variables = add(variables)};
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::uint32_t pointers() const { return static_cast<std::uint32_t>(pointers_); }

 private:
  std::string text_;
  std::size_t pointers_ = 0;
};

template <class Address>
void set_address(ServiceRequest& request, const Address& address) {
  static_assert(sizeof address <= sizeof request.address);
  std::memcpy(&request.address, &address, sizeof address);
  request.address_size = sizeof address;
}

void set_address(ServiceRequest& request, const ReadinessProbe& ready) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(ready.port);
  if (::inet_pton(AF_INET, ready.address.c_str(), &address.sin_addr) == 1)
    return set_address(request, address);
  sockaddr_in6 address6{};
  address6.sin6_family = AF_INET6;
  address6.sin6_port = htons(ready.port);
  ::inet_pton(AF_INET6, ready.address.c_str(), &address6.sin6_addr);
  set_address(request, address6);
}

void set_address(ServiceRequest& request, const std::string& path) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  set_address(request, address);
}

ProgramSize add_probe(const Service& service, Strings& strings) {
  const ReadinessProbe& ready = service.ready;
  if (ready.kind == ReadinessProbe::Kind::file) return strings.add_program({}, {ready.path}, {});
  if (ready.kind != ReadinessProbe::Kind::command) return strings.add_program({}, {}, {});
  return strings.add_program(executable_candidates(ready.argv[0], service.environment), ready.argv,
                             {});
}

ServiceRequest pack(const Service& service, Strings& strings) {
  ServiceRequest request{};
  request.program = strings.add_program(executable_candidates(service.argv[0], service.environment),
                                        service.argv, service.environment);
  request.probe = add_probe(service, strings);
  request.ready = service.ready.kind;
  request.stop_signal = service.stop_signal;
  request.timeout_ns = static_cast<std::uint64_t>(service.timeout.count());
  request.grace_ns = static_cast<std::uint64_t>(service.grace.count());
  if (service.ready.kind == ReadinessProbe::Kind::tcp) set_address(request, service.ready);
  if (service.ready.kind == ReadinessProbe::Kind::unix_socket)
    set_address(request, service.ready.path);
  return request;
}

}  // namespace

PackedCommand pack(const Command& command, const std::string& working_directory) {
  PackedCommand packed;
  StageRequest& request = packed.request;
  Strings strings;
  strings.add({working_directory});
  request.kind = StageRequest::Kind::start;
  request.command = strings.add_program(executable_candidates(command.argv[0], command.environment),
                                        command.argv, command.environment);
  for (const Service& service : command.services) {
    const ServiceRequest packed_service = pack(service, strings);
    packed.payload.append(reinterpret_cast<const char*>(&packed_service), sizeof packed_service);
  }
  packed.payload += strings.text();
  request.services = static_cast<std::uint32_t>(command.services.size());
  request.payload = static_cast<std::uint32_t>(packed.payload.size());
  request.pointers = strings.pointers();
  request.own_session = command.session == Command::Session::own ? 1 : 0;
  request.traced = command.traced ? 1 : 0;
  if (command.setup) request.setup = static_cast<std::uint16_t>(*command.setup + 1);
  for (const unsigned number : command.setups)
    request.setups = static_cast<std::uint16_t>(request.setups | 1U << number);
  return packed;
}

}  // namespace isorun
