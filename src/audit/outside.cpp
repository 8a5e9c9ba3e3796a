#include "audit/outside.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "audit/things.hpp"

namespace isorun {
namespace {

// C libraries ask it for names wherever it runs.
constexpr std::string_view name_cache = "/run/nscd/socket";

bool is_socket_of_host(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode);
}

bool serves(const AuditedUnit& account, const std::string& thing) {
  return std::ranges::any_of(account.journal.uses, [&](const auto& entry) {
    return key_of(entry.first) == key_of(thing) && entry.second.find(Act::bound) != nullptr;
  });
}

}  // namespace

std::optional<Obstacle> need_of_outside(const AuditedUnit& account) {
  std::optional<Obstacle> found;  // the first by name
  const auto add = [&found](std::string what, const char* advice) {
    if (!found || what < found->what) found = Obstacle{std::move(what), advice};
  };
  for (const auto& [thing, use] : account.journal.uses) {
    if (thing == "clock")
      add("to set the clock, which no sandbox has of its own", "use a fake clock");
    if (use.find(Act::connected) == nullptr || serves(account, thing)) continue;
    if (thing.ends_with(name_cache)) continue;
    if (is_path(thing) && is_socket_of_host(thing))
      add(fmt::format("the host's {}", spoken(thing)),
          "start its server in the test, or use a fake");
    if (thing.starts_with("tcp:") || thing.starts_with("udp:"))
      add(fmt::format("a server at {}", thing.substr(4)),
          "start it in the test, or try --net host");
  }
  return found;
}

}  // namespace isorun
