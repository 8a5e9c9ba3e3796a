// What Catch2 3 writes by its xml reporter: the tests it has, and what became of them.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "suite/outcomes.hpp"

namespace isorun::catch2 {

// The tests of a listing, those of one name as one unit; nullopt where it is no listing.
std::optional<std::vector<Unit>> read_listing(std::string_view xml);

// What became of the tests of these names. The report may end anywhere: Catch2 writes each piece as
// it happens, so a test whose end is missing was running. `log` is the console reporter's, with
// durations; it gives each test its part.
Outcomes read_report(std::string_view xml, std::string_view log,
                     std::span<const std::string_view> names);

}  // namespace isorun::catch2
