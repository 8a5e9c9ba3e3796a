// The plugin's description of a suite.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "suite/suite.hpp"

namespace isorun::pytest {

struct Listing {
  std::vector<Unit> units;
  Wishes wishes{};
  std::chrono::nanoseconds start_up{};  // as Suite::start_up()
  std::vector<Report> reports{};
  std::string cache{};  // the absolute path of pytest's cache; empty: none
};

// `reports` is the content of the plugin's file; `support` as in UserCommand. Errors: Phase::usage
// if pytest ran more than once or did not get to collecting.
Result<Listing> read_listing(std::string_view reports, const Evidence& evidence,
                             std::string_view support);

}  // namespace isorun::pytest
