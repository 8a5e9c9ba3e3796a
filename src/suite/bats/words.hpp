// The words of a bats command.
#pragma once

#include <optional>
#include <string>

#include "suite/suite.hpp"

namespace isorun::bats {

struct BatsWords {
  Words program{};    // "bats", or "npx" and "bats"
  Words options{};    // what each shard gets
  Words selection{};  // what selects tests in the files
  Words paths{};      // files and directories
  bool is_recursive = false;
  bool has_set_up = false;  // a file for setup_suite is given
  Wishes wishes{};
  std::string reporter{};          // the format of a report: "junit"; empty: none
  std::string report_directory{};  // where it goes; empty: the default
  std::string output_directory{};  // where the tests' output goes; empty: nowhere

  // The path of the report.
  [[nodiscard]] std::string report(const Words& environment) const;
};

// nullopt if it is no command of bats, or does something else than running tests.
std::optional<BatsWords> read_words(const Words& argv);

}  // namespace isorun::bats
