#include "sandbox/command_check.hpp"

#include <algorithm>
#include <signal.h>
#include <string_view>

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/address.hpp"
#include "base/utf8.hpp"
#include "sandbox/preparation.hpp"

namespace isorun {
namespace {

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

// An openat(2) relative to it would reach the host's tree, bypassing every mount of the sandbox.
Result<void> refuse_directory(int descriptor, const char* name) {
  struct stat status {};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0 || !S_ISDIR(status.st_mode)) return {};
  return refuse(fmt::format("{} is a directory, which must not be passed to a sandbox", name));
}

Result<void> check_words(const std::vector<std::string>& argv,
                         const std::vector<std::string>& environment) {
  if (argv.empty()) return refuse("no command to run");
  if (std::ranges::any_of(argv, has_nul))
    return refuse("an argument of the command contains a null byte");
  if (std::ranges::any_of(environment, has_nul))
    return refuse("an environment variable contains a null byte");
  return {};
}

// `started` has a bit for each set-up that was started.
Result<void> check_setups(const Command& command, unsigned started) {
  const auto is_started = [started](unsigned number) {
    return number < Sandbox::max_setups && (started >> number & 1U) != 0;
  };
  if (command.setup && *command.setup >= Sandbox::max_setups)
    return refuse(fmt::format("set-up {}: must be below {}", *command.setup, Sandbox::max_setups));
  if (command.setup && is_started(*command.setup))
    return refuse(fmt::format("set-up {} was started before", *command.setup));
  for (const unsigned number : command.setups)
    if (!is_started(number)) return refuse(fmt::format("set-up {} was not started", number));
  return {};
}

Result<void> check_readiness(const ReadinessProbe& ready) {
  constexpr std::size_t longest_socket = sizeof(sockaddr_un::sun_path) - 1;
  switch (ready.kind) {
    case ReadinessProbe::Kind::tcp:
      if (is_address(ready.address) && ready.port > 0) return {};
      return refuse(
          fmt::format("{}, port {}: must be the number of an address, and a port of 1 or more",
                      printable(ready.address), ready.port));
    case ReadinessProbe::Kind::unix_socket:
      if (ready.path.size() > longest_socket)
        return refuse(fmt::format("the socket {}: its path is longer than {} bytes",
                                  printable(ready.path), longest_socket));
      [[fallthrough]];
    case ReadinessProbe::Kind::file:
      if (ready.path.starts_with('/') && !has_nul(ready.path)) return {};
      return refuse(fmt::format("{}: must be an absolute path", printable(ready.path)));
    case ReadinessProbe::Kind::command:
      return check_words(ready.argv, {});
    case ReadinessProbe::Kind::started:
    case ReadinessProbe::Kind::announced:
      break;
  }
  return {};
}

Result<void> check_service(const Service& service) {
  const bool is_signal = service.stop_signal > 0 && service.stop_signal < NSIG;
  if (!is_signal)
    return refuse(fmt::format("the stop signal {} does not exist", service.stop_signal));
  if (service.timeout.count() < 0 || service.grace.count() < 0)
    return refuse("a time limit is negative");
  for (const Result<void>& good :
       {check_words(service.argv, service.environment), check_readiness(service.ready),
        refuse_directory(service.output, "its output")})
    if (!good) return good;
  return {};
}

Result<void> check_services(const std::vector<Service>& services) {
  if (services.size() > Sandbox::max_services)
    return refuse(fmt::format("{} services: a command can have at most {}", services.size(),
                              Sandbox::max_services));
  for (const Service& service : services) {
    const Result<void> good = check_service(service);
    if (!good)
      return refuse(
          fmt::format("the service `{}`: {}", printable(service.name), good.error().what));
  }
  return {};
}

}  // namespace

Result<void> check_command(const Command& command, unsigned slot, unsigned started) {
  if (slot >= Sandbox::max_slots)
    return refuse(fmt::format("slot {}: must be below {}", slot, Sandbox::max_slots));
  for (const Result<void>& good :
       {check_words(command.argv, command.environment),
        refuse_directory(command.input, "standard input"),
        refuse_directory(command.output, "standard output"),
        refuse_directory(command.error, "standard error"), check_setups(command, started),
        check_services(command.services)})
    if (!good) return good;
  return {};
}

}  // namespace isorun
