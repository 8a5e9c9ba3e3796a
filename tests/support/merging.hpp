// A rule at work on files that a test makes up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/rules.hpp"
#include "temporary_layer.hpp"

namespace isorun {

// "/tmp/f3" of shard 3.
SourceFile in_shard(std::size_t shard);

class Merging {
 public:
  // How the rule is to work, as Workplace has it.
  struct Manner {
    std::string_view command = {};
    bool is_strict = false;
    bool last_counts = false;
  };

  // A rule by its name.
  explicit Merging(std::string_view rule, const Manner& manner);
  // And its command if it takes one.
  explicit Merging(std::string_view rule, std::string_view command = {})
      : Merging(rule, Manner{.command = command}) {}

  // Returns the error, or nothing if the rule takes the file.
  std::string add(const SourceFile& file, std::string_view content);

  // Returns the result's text, or the error.
  std::string text();

  // The same for a result that is a directory: its files, each as "PATH: CONTENT".
  std::vector<std::string> files();

  // The path of the result, once it is made.
  [[nodiscard]] std::string path() const { return directory_.path() + "/result"; }
  [[nodiscard]] const Merged& merged() const { return merged_; }

  // Returns the error, or nothing if there is a result.
  std::string merge();

 private:
  TemporaryLayer directory_;
  const Rule& rule_;
  std::unique_ptr<Merge> merge_;
  Merged merged_;
};

// The text of one file a shard.
std::string merge(std::string_view rule, const std::vector<std::string>& contents);

}  // namespace isorun
