// The options of run and list: the suite, its schedule, its output and results.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include <isorun/error.hpp>

#include "cli/setup_options.hpp"
#include "cli/show_options.hpp"
#include "run/options.hpp"

namespace isorun {

class RunOptions {
 public:
  static constexpr const char* results_group = "Output and results";

  // The app refers to this object, which must outlive parsing.
  void add_to(CLI::App& app);

  // Call after parsing. Errors: Phase::usage.
  Result<void> read(Options& options) const;

 private:
  void add_suite(CLI::App& app);
  void add_schedule(CLI::App& app);
  void add_report(CLI::App& app);
  Result<void> read_times(Options& options) const;
  Result<void> read_counts(Options& options) const;
  Result<void> read_filter(Options& options) const;
  Result<void> read_slice(Options& options) const;
  Result<void> read_skip_codes(Options& options) const;
  Result<void> read_collect(Options& options) const;
  Result<void> read_shuffle(Options& options) const;

  std::string jobs_;
  std::string framework_;
  std::string list_;
  std::string list_timeout_;
  bool no_build_ = false;
  std::vector<std::string> skip_codes_;
  std::string sharding_;
  std::string filter_;
  std::string slice_;
  std::string queue_;
  std::string group_;
  std::string distribution_;
  std::string shuffle_;
  std::string retries_;
  std::string repeat_;
  std::string max_fail_;
  bool fail_fast_ = false;
  bool until_fail_ = false;
  std::string timeout_;
  std::string deadline_;
  std::vector<std::string> collect_;
  std::vector<std::string> export_;
  bool export_failed_ = false;
  std::string keep_;
  std::string out_;
  std::string history_;
  SetupOptions setup_;
  ShowOptions show_;
};

}  // namespace isorun
