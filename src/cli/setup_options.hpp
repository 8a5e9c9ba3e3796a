// What runs once, before the first shard and after the last.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <isorun/error.hpp>

#include "run/options.hpp"

namespace isorun {

class SetupOptions {
 public:
  // This object must outlive parsing.
  void add_to(CLI::App& app, const std::string& group);

  // Adds to the steps that are there. Errors: Phase::usage.
  Result<void> read(Options& options) const;

 private:
  std::vector<std::string> setups_;
  std::vector<std::string> setup_inputs_;
  std::string cache_limit_;
  std::vector<std::string> teardowns_;
};

}  // namespace isorun
