// The rules: each merges the files that match a pattern into one. A new rule is a file of its own
// and an entry in the table in rules.cpp.
//
// A merge takes one file after another while the shards end. What it needs of them later and does
// not fit in memory it keeps in a Spool (spool.hpp) on disk. Once the last shard has ended it makes
// an Output (output.hpp), shard after shard, by itself or with a tool (tool.hpp).
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

// A file in a shard's layer.
struct SourceFile {
  std::size_t shard = 0;
  std::string shard_name;
  std::string path;  // as the test saw it: bytes, not necessarily UTF-8; empty: the whole layer
  timespec modified = {};
  mode_t mode = 0644;
  bool has_failed = false;  // a unit of the shard
};

// "/tmp/a.json of shard 3", readable.
std::string to_string(const SourceFile& file);

// Why there is no result: it makes the run fail.
struct Problem {
  Error error;
  std::optional<SourceFile> file = {};  // that a rule could not take
};

// "/tmp/a.json of shard 3: line 1, byte 0: ..."
std::string to_string(const Problem& problem);

struct Merged {
  std::vector<std::string> summary = {};  // lines for the terminal
  std::vector<std::string> warnings = {};
};

// What a merge may use.
struct Workplace {
  int directory = -1;  // for what does not fit in memory, below the results; it is removed later
  std::string_view command = {};  // what follows a rule that takes one
  bool is_strict = false;         // RULE!: what a rule would do without is an error
  bool last_counts = false;       // a test that ran again counts as it ended last
};

// One rule at work on one target.
class Merge {
 public:
  Merge() = default;
  virtual ~Merge() = default;
  Merge(const Merge&) = delete;
  Merge& operator=(const Merge&) = delete;

  // Takes one file in; `content` is gone after the call. The shards come in any order, the files of
  // one shard one after another, in an order that does not change. After an error there is no
  // result to be had.
  virtual Result<void> add(const SourceFile& file, std::string_view content) = 0;

  // Makes the result of all the files so far, shard after shard, whatever the order they came in.
  virtual std::expected<Merged, Problem> merge(Output& out) = 0;
};

// What a file may have, in bytes, for a rule that makes a document of it in memory.
inline constexpr std::uint64_t largest_document = std::uint64_t{256} << 20;
inline constexpr std::uint64_t any_size = std::numeric_limits<std::uint64_t>::max();

struct Rule {
  std::string_view name;
  std::string_view meaning;  // for the help
  std::string_view target;   // the result, if the user names none; empty: named after the pattern
  std::unique_ptr<Merge> (*start)(const Workplace& place);
  std::uint64_t largest_file = any_size;
  bool takes_command = false;    // after a colon
  bool makes_directory = false;  // of files that have no place of their own
};

// Gives the file to the merge, unless it is larger than the rule takes.
Result<void> add_within_limit(const Rule& rule, Merge& merge, const SourceFile& file,
                              std::string_view content);

std::span<const Rule> rules();

// All of them, with commas.
std::string rule_names();

// nullptr where there is none of that name.
const Rule* find_rule(std::string_view name);

}  // namespace isorun
