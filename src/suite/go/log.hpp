// Parses the output of a Go test program with -test.v: which test ran where, and how it ended. With
// -test.v=test2json, since Go 1.20, the program's own lines are marked.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "suite/outcomes.hpp"

namespace isorun::go {

enum class Lines { plain, marked };

// The outcomes of the tests with these names. Subtests belong to their test. Markers may follow
// unterminated output; markers of other tests count as output. `log` also contains standard error,
// where panics give their reason.
Outcomes read_log(std::string_view output, std::string_view log,
                  std::span<const std::string_view> names, Lines lines);

// The last test named at the end of a log; nullopt if it has ended.
std::optional<std::size_t> running_in(std::string_view tail,
                                      std::span<const std::string_view> names, Lines lines);

}  // namespace isorun::go
