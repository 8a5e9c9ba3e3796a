// Each rule merges the files that match a pattern. A new rule is a file of its own and an entry in
// the table in rules.cpp.
//
// A merge receives the files as shards end. It keeps what it needs later in a Spool (spool.hpp) on
// disk, and after the last shard it writes an Output (output.hpp), in order of shards, itself or by
// a tool (tool.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include <isorun/error.hpp>

#include "files/output.hpp"

namespace isorun {

// Stands for the build before the shards. When files are merged, its own come after those of all
// shards.
inline constexpr std::size_t build_shard = std::numeric_limits<std::size_t>::max();

// A file in a shard's layer.
struct SourceFile {
  std::size_t shard = 0;
  std::string shard_name;
  std::string path;  // as the test saw it: bytes, not necessarily UTF-8; empty: the whole layer
  timespec modified = {};
  mode_t mode = 0644;
  bool has_failed = false;  // a unit of the shard failed
};

// "/tmp/a.json of shard 3", by escaped().
std::string to_string(const SourceFile& file);

// Why there is no result. Fails the run.
struct Problem {
  Error error;
  std::optional<SourceFile> file = {};  // the file that could not be merged
};

// "/tmp/a.json of shard 3: line 1, byte 0: ..."
std::string to_string(const Problem& problem);

struct Merged {
  std::vector<std::string> summary = {};  // lines for the terminal
  std::vector<std::string> warnings = {};
};

// What a merge gets.
struct Workplace {
  int directory = -1;             // for temporary data, below the results; removed later
  std::string_view command = {};  // the argument of rules that take one
  bool is_strict = false;         // RULE!: turns warnings into errors
  bool last_counts = false;       // a test that ran again counts with its last result
};

// One rule applied to one target.
class Merge {
 public:
  Merge() = default;
  virtual ~Merge() = default;
  Merge(const Merge&) = delete;
  Merge& operator=(const Merge&) = delete;

  // Adds a file; `content` is valid only during the call. Shards come in any order; the files of
  // one shard come consecutively, always in the same order. After an error there is no result.
  // Once interrupted (base/interruption.hpp), both functions soon return, with any result.
  virtual Result<void> add(const SourceFile& file, std::string_view content) = 0;

  // Writes the result of all files in order of shards, independent of the order they came in.
  // Called once, after the last add().
  virtual std::expected<Merged, Problem> merge(Output& out) = 0;
};

// The size limit, in bytes, for rules that parse a whole file in memory.
inline constexpr std::uint64_t largest_document = std::uint64_t{256} << 20;
inline constexpr std::uint64_t any_size = std::numeric_limits<std::uint64_t>::max();

struct Rule {
  std::string_view name;
  std::string_view meaning;  // for the help
  std::string_view target;   // the default target; empty: derived from the pattern
  std::unique_ptr<Merge> (*start)(const Workplace& place);
  std::uint64_t largest_file = any_size;
  bool takes_command = false;    // after a colon
  bool makes_directory = false;  // for a result that consists of many files
};

// Adds the file to the merge, or fails if it is too large for the rule, or with EINTR if
// interrupted.
Result<void> add_within_limit(const Rule& rule, Merge& merge, const SourceFile& file,
                              std::string_view content);

// Writes the result, or fails with EINTR if interrupted.
std::expected<Merged, Problem> write_merged(Merge& merge, Output& out);

std::span<const Rule> rules();

// All names, separated by commas.
std::string rule_names();

// nullptr if there is no such rule.
const Rule* find_rule(std::string_view name);

}  // namespace isorun
