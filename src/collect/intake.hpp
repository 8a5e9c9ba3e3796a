// The collector's files go to an intake: they are merged (merger.hpp) or, if other machines run the
// rest of the suite, stored unchanged (unmerged.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

#include "rules/rules.hpp"

namespace isorun {

// A file in the results.
struct MergedFile {
  std::vector<std::string> patterns;  // as the user wrote them
  std::string rule;
  std::string target;       // below the results directory
  std::uint64_t files = 0;  // how many were merged
};

// A file on the host.
struct ExportedFile {
  std::string path;         // absolute
  std::string rule;         // empty: equal in all shards
  std::uint64_t files = 0;  // how many were merged
};

struct Collected {
  std::vector<MergedFile> files;  // the files written
  std::vector<ExportedFile> exported = {};
  std::vector<std::string> summary;   // lines for the terminal
  std::vector<std::string> warnings;  // such as a pattern that matched nothing
  std::vector<Problem> problems;      // in order of shards; each fails the run
};

class Intake {
 public:
  Intake() = default;
  virtual ~Intake() = default;
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  // Call before take(). The directory is borrowed until finish(). Errors: Phase::collect.
  virtual Result<void> begin(int results_directory) = 0;

  // Takes a file that the patterns of `requests` match, or the reason it cannot be read. A file
  // without a path stands for an unreadable layer, in which any pattern might have matched. Shards
  // come in any order; the files of one shard come consecutively, always in the same order.
  virtual void take(const SourceFile& file, std::span<const std::size_t> requests,
                    const Result<std::string_view>& content) = 0;

  // Writes the results. Errors, if that fails: Phase::collect.
  virtual Result<Collected> finish() = 0;
};

}  // namespace isorun
