#include "sandbox/kernel_calls.hpp"

#include <array>
#include <cerrno>

#include <fmt/format.h>

#include "base/raw.hpp"

namespace isorun {
namespace {

// With these arguments every call fails, but never with ENOSYS if the kernel has it.
struct KernelCall {
  long number;
  std::array<long, 5> arguments;
  const char* name;
  const char* since;
};
constexpr std::array calls = {
    KernelCall{SYS_seccomp, {-1, 0, 0, 0, 0}, "seccomp", "3.17"},
    KernelCall{SYS_pidfd_send_signal, {-1, 0, 0, 0, 0}, "pidfd_send_signal", "5.1"},
    KernelCall{SYS_open_tree, {-1, 0, -1, 0, 0}, "open_tree", "5.2"},
    KernelCall{SYS_move_mount, {-1, 0, -1, 0, -1}, "move_mount", "5.2"},
    KernelCall{SYS_close_range, {1, 0, -1, 0, 0}, "close_range", "5.9"},
    KernelCall{SYS_mount_setattr, {-1, 0, -1, 0, 0}, "mount_setattr", "5.12"},
};

}  // namespace

std::vector<std::string> missing_calls() {
  std::vector<std::string> missing;
  for (const KernelCall& known : calls) {
    const auto& [a, b, c, d, e] = known.arguments;
    if (raw::call(known.number, a, b, c, d, e) == -ENOSYS)
      missing.push_back(fmt::format("{} (Linux {})", known.name, known.since));
  }
  return missing;
}

}  // namespace isorun
