// The options of merge and report.
#pragma once

#include <string>
#include <vector>

#include "report/document.hpp"
#include "report/report_options.hpp"

namespace isorun {

// Whether all slices must be there, or only some are, whose result will be merged with the others.
enum class MergeExtent { whole, partial };

struct MergeOptions {
  std::vector<std::string> runs = {};       // results directories; report: one
  std::string out = "isorun-out";           // merge
  std::string history = {};                 // merge: gets the results of all slices; empty: none
  MergeExtent extent = MergeExtent::whole;  // merge
  ReportOptions report = {};
  const Document* document = nullptr;  // report: what to print; null: the run as it was
};

}  // namespace isorun
