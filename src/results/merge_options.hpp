// The options of merge and report.
#pragma once

#include <string>
#include <vector>

#include "report/document.hpp"
#include "report/report_options.hpp"

namespace isorun {

struct MergeOptions {
  std::vector<std::string> runs = {};  // results directories; report: one
  std::string out = "isorun-out";      // merge
  std::string history = {};            // merge: gets the results of all slices; empty: none
  ReportOptions report = {};
  const Document* document = nullptr;  // report: what to print; null: the run as it was
};

}  // namespace isorun
