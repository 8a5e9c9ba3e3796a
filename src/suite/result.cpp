#include "suite/result.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace isorun {

namespace {

constexpr std::array<std::string_view, 10> names = {
    "passed",    "failed",       "signaled",    "timeout", "out-of-memory",
    "disk-full", "setup-failed", "exec-failed", "skipped", "flaky"};

}  // namespace

std::string_view name(Reason reason) {
  return names.at(static_cast<std::size_t>(std::to_underlying(reason)));
}

std::optional<Reason> reason_named(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Reason>(found - names.begin());
}

bool is_good(Reason reason) {
  return reason == Reason::passed || reason == Reason::skipped || reason == Reason::flaky;
}

}  // namespace isorun
