// The sandbox options, which run, exec, list, plan and check share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

namespace isorun {

class SandboxOptions {
 public:
  // The app refers to this object, which must outlive parsing.
  void add_to(CLI::App& app);

  // Call after parsing. Errors: Phase::usage.
  Result<void> read(Layout& layout) const;

 private:
  std::vector<std::pair<Mode, std::string>> directories_;
  std::vector<std::string> binds_;
  std::string network_;
  std::string proc_;
  std::string isolation_;
  bool no_user_namespaces_ = false;
  std::string scratch_;
  std::string scratch_size_;
};

}  // namespace isorun
