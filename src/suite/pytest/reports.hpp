// The reports requested by pytest's options, its ini file and pytest-cov's configuration, according
// to the plugin.
#pragma once

#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "suite/reports.hpp"

namespace isorun::pytest {

// Reads the reports from a listing. `support` is UserCommand's.
std::vector<Report> read_reports(const json::Value& listing, std::string_view support);

}  // namespace isorun::pytest
