// What a Go test program prints with -test.v: which test ran where, and how it ended. With
// -test.v=test2json, since Go 1.20, its own lines are marked, and no test's are.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "suite/outcomes.hpp"

namespace isorun::go {

enum class Lines { plain, marked };

// What became of the tests of these names. Subtests belong to their test. Markers may follow
// unterminated output of a test; those of other tests are a test's own output. `log` has what came
// on standard error as well: a panic says why there.
Outcomes read_log(std::string_view output, std::string_view log,
                  std::span<const std::string_view> names, Lines lines);

// The last test that the end of a log names; nullopt where it has ended since.
std::optional<std::size_t> running_in(std::string_view tail,
                                      std::span<const std::string_view> names, Lines lines);

}  // namespace isorun::go
