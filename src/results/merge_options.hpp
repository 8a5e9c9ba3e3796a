// What merge and report were asked for.
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
