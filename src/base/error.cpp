#include <cstring>

#include <fmt/format.h>

#include <isorun/error.hpp>

namespace isorun {

std::string to_string(const Error& error) {
  if (error.code == 0) return error.what;
  return fmt::format("{}: {} ({})", error.what, strerrordesc_np(error.code),
                     strerrorname_np(error.code));
}

}  // namespace isorun
