// The reports that pytest's options, its ini file and pytest-cov's configuration ask for, as the
// plugin tells them.
#pragma once

#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "suite/reports.hpp"

namespace isorun::pytest {

// What a listing says of them; `support` as UserCommand has it.
std::vector<Report> read_reports(const json::Value& listing, std::string_view support);

}  // namespace isorun::pytest
