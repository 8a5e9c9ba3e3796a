#include "suite/result.hpp"

#include <array>
#include <utility>

namespace isorun {

std::string_view name(Reason reason) {
  static constexpr std::array<std::string_view, 10> names = {
      "passed",    "failed",       "signaled",    "timeout", "out-of-memory",
      "disk-full", "setup-failed", "exec-failed", "skipped", "flaky"};
  return names.at(static_cast<std::size_t>(std::to_underlying(reason)));
}

bool is_good(Reason reason) {
  return reason == Reason::passed || reason == Reason::skipped || reason == Reason::flaky;
}

}  // namespace isorun
