#include "audit/things.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "base/working_directory.hpp"
#include "host/mounts.hpp"
#include "layers/caches.hpp"

namespace isorun {
namespace {

constexpr std::array private_trees = {std::string_view("/proc"), std::string_view("/sys"),
                                      std::string_view("/dev")};
constexpr std::array shared_devices = {std::string_view("/dev/shm/"),
                                       std::string_view("/dev/mqueue/")};

// pytest numbers its temporary directories, and removes old ones.
constexpr std::string_view pytest_directory = "/pytest-of-";

struct Kind {
  std::string_view prefix;
  std::string_view spoken;
};
constexpr std::array kinds = {Kind{"tcp:", "TCP port "},
                              Kind{"udp:", "UDP port "},
                              Kind{"unix:", "Unix socket "},
                              Kind{"shm:", "System V shared memory "},
                              Kind{"sem:", "System V semaphores "},
                              Kind{"msg:", "System V message queue "},
                              Kind{"mqueue:", "message queue "}};

bool is_port(std::string_view thing) {
  return thing.starts_with("tcp:") || thing.starts_with("udp:");
}

}  // namespace

bool is_path(std::string_view thing) {
  return thing.starts_with('/');
}

bool is_of_no_concern(std::string_view thing, std::string_view own) {
  if (!is_path(thing))
    return std::ranges::none_of(kinds,
                                [&](const Kind& kind) { return thing.starts_with(kind.prefix); });
  if (is_within(thing, own) || is_in_tool_cache(fmt::format("{}/", thing)) ||
      thing.contains(pytest_directory))
    return true;
  if (std::ranges::any_of(shared_devices, [&](auto tree) { return thing.starts_with(tree); }))
    return false;
  return std::ranges::any_of(private_trees, [&](auto tree) { return is_within(thing, tree); });
}

std::string key_of(std::string_view thing) {
  if (!is_port(thing)) return std::string(thing);
  return fmt::format("{}{}", thing.substr(0, 4), thing.substr(thing.rfind(':') + 1));
}

std::string spoken(std::string_view key) {
  if (is_path(key)) {
    const std::string here = working_directory() + '/';
    return printable(key.starts_with(here) ? key.substr(here.size()) : key);
  }
  for (const Kind& kind : kinds)
    if (key.starts_with(kind.prefix))
      return fmt::format("{}{}", kind.spoken, printable(key.substr(kind.prefix.size())));
  return printable(key);
}

}  // namespace isorun
