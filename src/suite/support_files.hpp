// isorun's own files that run inside a suite, such as the plugin for pytest.
#pragma once

#include <expected>
#include <string_view>

#include <fmt/format.h>

#include <isorun/error.hpp>

namespace isorun {

// Refuses a command whose `support` is empty. `name` is the directory of a framework's files.
inline std::unexpected<Error> refuse_missing_support(std::string_view name) {
  return std::unexpected(
      Error{Phase::host, 0,
            fmt::format("isorun's support files are missing: ../share/isorun/{}, relative to the "
                        "program",
                        name),
            "install isorun whole, not the program alone"});
}

}  // namespace isorun
