// Stores the shards' files on disk, for rules that read them again after the last shard.
//
// spool.add(file, content);                                    // shards in any order
//   spool.each([&](const SourceFile& file, std::string_view content) { ... });  // in theirs
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

#include "files/temporary_file.hpp"
#include "rules/rules.hpp"

namespace isorun {

// Memory grows with the number of shards, not of files.
class Spool {
 public:
  using Visit = std::function<Result<void>(const SourceFile& file, std::string_view content)>;

  explicit Spool(int directory) : records_(directory) {}

  // The files of one shard must come consecutively. Errors: Phase::collect.
  Result<void> add(const SourceFile& file, std::string_view content);

  // Visits every file in order of shards, until `visit` returns an error, which is that file's
  // problem.
  [[nodiscard]] std::expected<void, Problem> each(const Visit& visit) const;

  // Visits the files of one shard.
  [[nodiscard]] std::expected<void, Problem> each_of(std::size_t shard, const Visit& visit) const;

  // All files concatenated.
  [[nodiscard]] std::expected<void, Problem> write_to(Output& out) const;

  // The shards' numbers, sorted.
  [[nodiscard]] std::vector<std::size_t> shards() const;
  [[nodiscard]] std::size_t files() const { return files_; }

 private:
  struct Range {
    std::string name;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
  };

  TemporaryFile records_;
  std::map<std::size_t, Range> shards_;
  std::size_t files_ = 0;
};

// A merge that checks each file before it stores it for later.
class CheckedMerge : public Merge {
 public:
  using Check = Result<void> (*)(std::string_view content);

  CheckedMerge(int directory, Check check) : files_(directory), check_(check) {}

  Result<void> add(const SourceFile& file, std::string_view content) override {
    if (Result<void> checked = check_(content); !checked) return checked;
    return files_.add(file, content);
  }

 protected:
  [[nodiscard]] const Spool& spool() const { return files_; }

 private:
  Spool files_;
  Check check_;
};

// A merge whose result is the concatenation of what was added.
class SpooledMerge : public Merge {
 public:
  explicit SpooledMerge(int directory) : files_(directory) {}

  Result<void> add(const SourceFile& file, std::string_view content) override {
    return files_.add(file, content);
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    const auto written = files_.write_to(out);
    if (!written) return std::unexpected(written.error());
    return Merged();
  }

 private:
  Spool files_;
};

}  // namespace isorun
