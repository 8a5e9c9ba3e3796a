// Parses the output of Catch2 3's xml reporter: listings and results.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "suite/outcomes.hpp"

namespace isorun::catch2 {

// The tests of a listing, those with equal names as one unit; nullopt if it is not a listing.
std::optional<std::vector<Unit>> read_listing(std::string_view xml);

// The outcomes of the tests with these names. The report may be truncated: Catch2 writes it as
// tests run, so a test without an end was running. `log` is the console reporter's output with
// durations, which shows each test's part.
Outcomes read_report(std::string_view xml, std::string_view log,
                     std::span<const std::string_view> names);

}  // namespace isorun::catch2
