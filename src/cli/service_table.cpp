#include <algorithm>
#include <charconv>
#include <cstring>
#include <iterator>
#include <optional>
#include <signal.h>

#include <fmt/format.h>
#include <sys/un.h>

#include "base/address.hpp"
#include "base/assignment.hpp"
#include "cli/config_keys.hpp"
#include "cli/config_tables.hpp"

namespace isorun {
namespace {

using Kind = ReadinessProbe::Kind;

// Each returns what is wrong; nullopt: nothing.
using Complaint = std::optional<std::string>;

// PORT, ADDRESS:PORT or [ADDRESS]:PORT. No name server can be asked in the sandbox.
Complaint take_tcp(ServiceOptions& service, const std::string& value) {
  ReadinessProbe& ready = service.ready;
  const std::size_t colon = value.rfind(':');
  std::string host = colon == std::string::npos ? "localhost" : value.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  ready.kind = Kind::tcp;
  ready.address = host == "localhost" ? "127.0.0.1" : host;
  if (!is_address(ready.address)) return "the host must be localhost or the number of an address";
  const char* const end = value.data() + value.size();
  const char* const begin = colon == std::string::npos ? value.data() : value.data() + colon + 1;
  const auto [last, error] = std::from_chars(begin, end, ready.port);
  if (error == std::errc() && last == end && ready.port > 0) return std::nullopt;
  return "the port must be a number from 1 to 65535";
}

Complaint take_unix(ServiceOptions& service, const std::string& value) {
  service.ready = {.kind = Kind::unix_socket, .path = value};
  constexpr std::size_t longest = sizeof(sockaddr_un::sun_path) - 1;
  if (value.size() <= longest) return std::nullopt;
  return fmt::format("the path of a socket cannot be longer than {} bytes", longest);
}

Complaint take_file(ServiceOptions& service, const std::string& value) {
  service.ready = {.kind = Kind::file, .path = value};
  return std::nullopt;
}

Complaint take_exec(ServiceOptions& service, const std::string& value) {
  service.ready = {.kind = Kind::command, .argv = {"/bin/sh", "-c", value}};
  return std::nullopt;
}

Complaint take_output(ServiceOptions& service, const std::string& value) {
  service.ready = {.kind = Kind::announced};
  Result<TextMatcher> matcher = matches_regex(value, Case::sensitive);
  if (!matcher) return matcher.error().what;
  service.announcement = std::move(*matcher);
  return std::nullopt;
}

struct Probe {
  std::string_view name;
  Complaint (*take)(ServiceOptions& service, const std::string& value);
};

constexpr Probe probes[] = {{"tcp", take_tcp},
                            {"unix", take_unix},
                            {"file", take_file},
                            {"exec", take_exec},
                            {"output", take_output}};

// The key `ready`.
Result<void> read_ready(const toml::table& table, const TomlSource& source,
                        ServiceOptions& service) {
  const toml::node* node = table.get("ready");
  if (node == nullptr) return {};
  const std::string word = node->value_or(std::string());
  const std::size_t colon = word.find(':');
  const auto probe = std::ranges::find(probes, word.substr(0, colon), &Probe::name);
  if (colon == std::string::npos || colon + 1 == word.size() || probe == std::end(probes))
    return source.fail(*node,
                       "ready must be tcp:PORT, tcp:ADDRESS:PORT, unix:PATH, file:PATH, "
                       "exec:COMMAND or output:REGEX");
  if (const Complaint complaint = probe->take(service, word.substr(colon + 1)))
    return source.fail(*node, fmt::format("ready: {}", *complaint));
  return {};
}

// "TERM" or "SIGTERM".
bool take_stop(ServiceOptions& service, const toml::node& node) {
  const auto* text = node.as_string();
  if (text == nullptr) return false;
  std::string_view wanted = text->get();
  if (wanted.starts_with("SIG")) wanted.remove_prefix(3);
  for (int number = 1; number < NSIG; ++number) {
    const char* name = ::sigabbrev_np(number);
    if (name == nullptr || wanted != name) continue;
    service.stop = number;
    return true;
  }
  return false;
}

bool take_env(ServiceOptions& service, const toml::node& node) {
  const toml::array* variables = node.as_array();
  if (variables == nullptr) return false;
  for (const toml::node& variable : *variables) {
    const auto* text = variable.as_string();
    if (text == nullptr || !is_assignment(text->get())) return false;
    service.env.push_back(text->get());
  }
  return true;
}

bool take_per(ServiceOptions& /*service*/, const toml::node& node) {
  const auto* text = node.as_string();
  return text != nullptr && text->get() == "shard";
}

bool read_later(ServiceOptions& /*service*/, const toml::node& /*node*/) {
  return true;
}

constexpr Key<ServiceOptions> keys[] = {
    {"name", take_word<&ServiceOptions::name>, "a string"},
    {"command", take_word<&ServiceOptions::command>, "a string, the shell command to run"},
    {"ready", read_later, ""},
    {"timeout", take_span<&ServiceOptions::timeout>, "a time such as \"30s\""},
    {"per", take_per, "\"shard\""},
    {"stop", take_stop, "the name of a signal, such as \"INT\""},
    {"grace", take_span<&ServiceOptions::grace>, "a time such as \"5s\""},
    {"env", take_env, "a list of \"NAME=VALUE\""},
    {"filter", read_later, ""}};

}  // namespace

Result<ServiceOptions> parse_service(const toml::table& table, const TomlSource& source) {
  ServiceOptions service;
  if (Result<void> taken = take_keys<ServiceOptions>(keys, table, source, service); !taken)
    return std::unexpected(taken.error());
  if (service.command.empty())
    return source.fail(table, "needs a command, such as \"exec redis-server\"");
  if (service.name.empty()) service.name = service.command;
  for (const Result<void>& read :
       {read_ready(table, source, service), read_filter(table, source, service.filter)})
    if (!read) return std::unexpected(read.error());
  return service;
}

}  // namespace isorun
