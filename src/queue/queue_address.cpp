#include "queue/queue_address.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace isorun {
namespace {

constexpr std::string_view form = "must be like redis://HOST/KEY";
constexpr std::size_t longest_key = 200;
constexpr std::chrono::milliseconds shortest_lease = std::chrono::seconds(1);
constexpr std::chrono::milliseconds longest_lease = std::chrono::hours(1);

std::unexpected<Error> refuse(std::string_view why) {
  return std::unexpected(Error{Phase::usage, 0, std::string(why)});
}

template <class Number>
std::optional<Number> number_in(std::string_view text, Number least, Number most) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
  if (error != std::errc() || end != text.end() || number < least || number > most)
    return std::nullopt;
  return number;
}

// nullopt if a % is not followed by two hexadecimal digits.
std::optional<std::string> decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    unsigned char byte = 0;
    const std::string_view digits = text.substr(std::min(i + 1, text.size()), 2);
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), byte, 16);
    if (digits.size() != 2 || error != std::errc() || end != digits.end()) return std::nullopt;
    result += static_cast<char>(byte);
    i += 2;
  }
  return result;
}

// Splits at the first separator; the second part is empty without one.
std::pair<std::string_view, std::string_view> halves(std::string_view text, char separator) {
  const std::size_t at = std::min(text.find(separator), text.size());
  return {text.substr(0, at), text.substr(std::min(at + 1, text.size()))};
}

Result<void> read_account(std::string_view account, QueueAddress& address) {
  const auto [user, password] = halves(account, ':');
  const std::optional<std::string> name = decoded(user);
  std::optional<std::string> secret = decoded(password);
  if (!name || !secret) return refuse("% in a user or password must be written as %25");
  address.user = *name;
  address.password = *std::move(secret);
  return {};
}

Result<void> read_place(std::string_view place, QueueAddress& address) {
  std::string_view port;
  if (place.starts_with('[')) {
    const std::size_t end = place.find(']');
    if (end == std::string_view::npos) return refuse("an address with [ needs a ]");
    address.host = place.substr(1, end - 1);
    port = place.substr(end + 1);
    if (!port.empty() && !port.starts_with(':')) return refuse(form);
    if (!port.empty()) port.remove_prefix(1);
  } else {
    address.host = halves(place, ':').first;
    port = halves(place, ':').second;
  }
  if (address.host.empty()) return refuse(form);
  if (port.empty() && !place.ends_with(':')) return {};
  if (!number_in<unsigned>(port, 1, 65535)) return refuse("the port must be 1 to 65535");
  address.port = port;
  return {};
}

Result<void> read_key(std::string_view text, QueueAddress& address) {
  const std::optional<std::string> key = decoded(text);
  if (!key || key->empty())
    return refuse(
        fmt::format("{}: the key names the run, as the CI system's run number does", form));
  const auto is_odd = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte >= 0x7f || c == '{' || c == '}';
  };
  if (key->size() > longest_key || std::ranges::any_of(*key, is_odd))
    return refuse(
        fmt::format("the key must be at most {} plain characters, without braces", longest_key));
  address.key = *key;
  return {};
}

Result<void> read_setting(std::string_view setting, QueueAddress& address) {
  const auto [name, value] = halves(setting, '=');
  if (name == "db") {
    const auto number = number_in<unsigned>(value, 0, 1'000'000);
    if (!number) return refuse("db must be the number of a database");
    address.database = *number;
    return {};
  }
  if (name == "lease") {
    const auto lease = parse_duration(value);
    if (!lease || *lease < shortest_lease || *lease > longest_lease)
      return refuse("lease must be from 1s to 1h");
    address.lease = std::chrono::duration_cast<std::chrono::milliseconds>(*lease);
    return {};
  }
  return refuse(fmt::format("unknown setting `{}`: there are db and lease", printable(name)));
}

// The password of a URL in the text, as a part of the text.
std::optional<std::string_view> password_in(std::string_view text) {
  for (const std::string_view scheme : {"redis://", "rediss://"}) {
    const std::size_t at = text.find(scheme);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = text.substr(at + scheme.size());
    const std::string_view authority = rest.substr(0, rest.find('/'));
    const std::size_t end = authority.rfind('@');
    const std::size_t begin = authority.find(':');
    if (end == std::string_view::npos || begin == std::string_view::npos || begin > end) continue;
    return authority.substr(begin + 1, end - begin - 1);
  }
  return std::nullopt;
}

}  // namespace

std::string QueueAddress::name() const {
  const bool has_colons = host.find(':') != std::string::npos;
  return fmt::format("{}://{}:{}/{}", is_encrypted ? "rediss" : "redis",
                     has_colons ? "[" + host + "]" : printable(host), port, key);
}

Result<QueueAddress> parse_queue_address(std::string_view url) {
  QueueAddress address;
  address.is_encrypted = url.starts_with("rediss://");
  if (!address.is_encrypted && !url.starts_with("redis://")) return refuse(form);
  const std::string_view rest = url.substr(url.find("//") + 2);
  const auto [authority, path] = halves(rest, '/');
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos)
    if (Result<void> read = read_account(authority.substr(0, at), address); !read)
      return std::unexpected(read.error());
  const std::string_view place =
      at == std::string_view::npos ? authority : authority.substr(at + 1);
  if (Result<void> read = read_place(place, address); !read) return std::unexpected(read.error());
  const auto [key, settings] = halves(path, '?');
  if (Result<void> read = read_key(key, address); !read) return std::unexpected(read.error());
  if (settings.empty()) return address;
  for (const std::string_view setting : split(settings, '&'))
    if (Result<void> read = read_setting(setting, address); !read)
      return std::unexpected(read.error());
  return address;
}

void hide_password(char* word) {
  const std::optional<std::string_view> password = password_in(word);
  if (password) std::memset(word + (password->data() - word), 'x', password->size());
}

}  // namespace isorun
