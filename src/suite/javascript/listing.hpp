// What isorun_list.cjs found: a runner's test files, and how to run some of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suite/suite.hpp"

namespace isorun::javascript {

struct Listing {
  std::string whole{};      // why the command cannot be split; empty: it can
  std::string code{};       // then: the text of the scripts that it runs, if known
  std::string directory{};  // where the scripts, or shards, run; empty: here
  std::string runner{};
  std::vector<Unit> units{};
  Words paths{};   // of the units: absolute
  Words always{};  // the files that each shard loads besides its own
  Words argv{};
  Words set{};
  bool matches_parts = false;  // a file's word also selects files whose path contains it
  bool takes_words = false;    // files as words after argv, otherwise in variables
  Wishes wishes{};
  std::vector<Report> reports{};

  // The command with the file for its results.
  [[nodiscard]] Words argv_for(std::string_view results) const;
};

// nullopt if the text is something else.
std::optional<Listing> read_listing(std::string_view text);

}  // namespace isorun::javascript
