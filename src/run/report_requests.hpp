// Turns the reports that a suite writes in each shard into requests to the collector.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "collect/request.hpp"
#include "suite/suite.hpp"

namespace isorun {

// The reports requested by the suite's words and configuration, and by the environment.
std::vector<Report> all_reports(const Suite& suite);

// Report::pieces, as layers name them. `directory` as below.
std::vector<std::string> pieces_of(std::span<const Report> reports, const std::string& directory);

// `asked` are the user's own requests; a report that they already export is left to them.
// `directory` is the working directory, and `home` the home directory or empty.
std::vector<CollectRequest> requests_of(std::span<const Report> reports,
                                        std::span<const CollectRequest> asked,
                                        const std::string& home, const std::string& directory);

}  // namespace isorun
