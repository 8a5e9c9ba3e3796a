// What a Go test program prints with -test.v: which test ran where, and how it ended.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "suite/outcomes.hpp"

namespace isorun::go {

// What became of the tests of these names. Subtests belong to their test. Markers may follow
// unterminated output of a test; those of other tests are a test's own output. `log` has what came
// on standard error as well: a panic says why there.
Outcomes read_log(std::string_view output, std::string_view log,
                  std::span<const std::string_view> names);

// The last test that the end of a log names; nullopt where it has ended since.
std::optional<std::size_t> running_in(std::string_view tail,
                                      std::span<const std::string_view> names);

}  // namespace isorun::go
