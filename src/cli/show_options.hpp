// What run, merge and report show, and how.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include <isorun/error.hpp>

#include "run/options.hpp"

namespace isorun {

class ShowOptions {
 public:
  // This object must outlive parsing. An empty `group` is the general one.
  void add_to(CLI::App& app, const std::string& group);

  // Errors: Phase::usage.
  Result<void> read(ReportOptions& report) const;

 private:
  std::string color_;
  std::string output_;
  std::string slow_;
  bool verbose_ = false;
  bool quiet_ = false;
};

}  // namespace isorun
