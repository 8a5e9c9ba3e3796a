// From the reports that a suite leaves in each shard to what is collected.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "collect/request.hpp"
#include "suite/suite.hpp"

namespace isorun {

// What the suite's words and configuration ask for, and isorun's environment.
std::vector<Report> all_reports(const Suite& suite);

// `asked` is what the user asks for: where that takes a report to the host, it goes its way alone.
// `directory` is the working directory, and `home` the home directory; empty: there is none.
std::vector<CollectRequest> requests_of(std::span<const Report> reports,
                                        std::span<const CollectRequest> asked,
                                        const std::string& home, const std::string& directory);

}  // namespace isorun
