// What becomes of the files that the collector finds: they are merged (merger.hpp), or, where other
// machines run the rest of the suite, kept as they are (unmerged.hpp).
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

// One file of the results.
struct MergedFile {
  std::vector<std::string> patterns;  // as the user wrote them
  std::string rule;
  std::string target;       // below the results directory
  std::uint64_t files = 0;  // how many were merged
};

// One file of the host.
struct ExportedFile {
  std::string path;         // absolute
  std::string rule;         // empty: it was the same in all shards
  std::uint64_t files = 0;  // how many were merged
};

struct Collected {
  std::vector<MergedFile> files;  // that were written
  std::vector<ExportedFile> exported = {};
  std::vector<std::string> summary;   // lines for the terminal
  std::vector<std::string> warnings;  // such as a pattern that matched nothing
  std::vector<Problem> problems;      // in order of shards; they make the run fail
};

class Intake {
 public:
  Intake() = default;
  virtual ~Intake() = default;
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  // Makes ready to take, in the directory, which is borrowed until finish(). Errors:
  // Phase::collect.
  virtual Result<void> begin(int results_directory) = 0;

  // A file that the patterns of `requests` match, or why it cannot be read. A file without a path
  // is a whole layer that could not be read: anything could have matched there. The shards come in
  // any order, the files of one shard one after another, in an order that does not change.
  virtual void take(const SourceFile& file, std::span<const std::size_t> requests,
                    const Result<std::string_view>& content) = 0;

  // Writes the results. Errors, if they cannot be written: Phase::collect.
  virtual Result<Collected> finish() = 0;
};

}  // namespace isorun
