// The rules: each merges the files that match a pattern into one. A new rule is a file of its own
// and an entry in the table in rules.cpp.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

namespace isorun {

// A file in a shard's layer.
struct SourceFile {
  std::size_t shard = 0;
  std::string shard_name;
  std::string path;  // as the test saw it: bytes, not necessarily UTF-8; empty: the whole layer
};

// "/tmp/a.json of shard 3", readable.
std::string to_string(const SourceFile& file);

// A file that a rule could not take: it makes the run fail.
struct Problem {
  Error error;
  SourceFile file;
};

// "/tmp/a.json of shard 3: line 1, byte 0: ..."
std::string to_string(const Problem& problem);

struct Merged {
  std::string content;               // of the merged file
  std::vector<std::string> summary;  // lines for the terminal
  std::vector<std::string> warnings;
};

// One rule at work on one target.
class Merge {
 public:
  Merge() = default;
  virtual ~Merge() = default;
  Merge(const Merge&) = delete;
  Merge& operator=(const Merge&) = delete;

  // Takes one file in and keeps what the result needs of it, not its bytes. The shards come in any
  // order, the files of one shard in an order that does not change. After an error there is no
  // result to be had.
  virtual Result<void> add(const SourceFile& file, std::string_view content) = 0;

  // The result of all the files so far, shard after shard, whatever the order they came in.
  [[nodiscard]] virtual std::expected<Merged, Problem> merged() const = 0;
};

struct Rule {
  std::string_view name;
  std::string_view meaning;  // for the help
  std::string_view target;   // the result, if the user names none; empty: named after the pattern
  std::unique_ptr<Merge> (*start)();
};

std::span<const Rule> rules();

// nullptr where there is none of that name.
const Rule* find_rule(std::string_view name);

}  // namespace isorun
