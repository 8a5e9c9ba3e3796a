// The options of merge and report.
#pragma once

#include <string>
#include <vector>

#include "report/report_options.hpp"

namespace isorun {

struct MergeOptions {
  std::vector<std::string> runs = {};  // results directories; report: one
  std::string out = "isorun-out";      // merge
  ReportOptions report = {};
};

}  // namespace isorun
