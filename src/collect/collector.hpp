// From private layers to one result.
//
//   auto collector = Collector::create(requests, home, working_directory);
//   collector->begin(results_directory);
//   collector->take(0, "0", layer);   // as each shard ends; its layer may be closed afterwards
//   auto collected = collector->finish();
//   for (const Problem& problem : collected->problems) ...   // each of them makes the run fail
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/layer.hpp>

#include "collect/pattern.hpp"
#include "collect/request.hpp"
#include "collect/rules.hpp"

namespace isorun {

// What a shard wrote.
struct LayerUse {
  std::uint64_t bytes = 0;  // the lengths of all regular files
  std::uint64_t files = 0;  // all but directories and deletions; a hard link counts once
};

// One file of the results.
struct MergedFile {
  std::vector<std::string> patterns;  // as the user wrote them
  std::string rule;
  std::string target;       // below the results directory
  std::uint64_t files = 0;  // how many were merged
};

struct Collected {
  std::vector<MergedFile> files;      // that were written
  std::vector<std::string> summary;   // lines for the terminal
  std::vector<std::string> warnings;  // such as a pattern that matched nothing
  std::vector<Problem> problems;      // in order of shards; they make the run fail
};

class Collector {
 public:
  // Requests with the same rule and the same target are merged into one file, unless it was only
  // derived from their patterns. `home` (empty: there
  // is none) and `working_directory` are absolute and canonical, as the paths in layers are.
  // Errors: Phase::usage.
  static Result<Collector> create(const std::vector<CollectRequest>& requests,
                                  std::string_view home, std::string_view working_directory);

  // Makes ready to take, in the directory, which is borrowed until finish(). Errors:
  // Phase::collect.
  Result<void> begin(int results_directory);

  // Reads what the rules want out of one shard's layer, in one walk. Each shard is taken once, in
  // any order; `shard` is its place in the result, `shard_name` what users call it.
  // `also` is shown every entry of that walk.
  LayerUse take(
      std::size_t shard, std::string_view shard_name, const Layer& layer,
      const std::function<void(const LayerEntry&)>& also = [](const LayerEntry&) {});

  // Writes the merged files below the results directory: each whole or not at all. Where a file
  // could not be taken its target is not written, and an older one of that name is removed: no
  // total is better than one that is too small. The same shards give the same bytes. Errors, if the
  // results cannot be written: Phase::collect.
  Result<Collected> finish();

 private:
  struct Wanted {
    Pattern pattern;
    bool required = false;
    bool matched = false;
  };
  struct Job {
    const Rule* rule = nullptr;
    std::string target;
    std::string command;
    bool named_after_pattern = false;
    std::vector<Wanted> wanted;
    std::unique_ptr<Merge> merge;
    std::size_t files = 0;
    std::size_t bad_files = 0;
  };

  Result<void> add(const CollectRequest& request, std::string_view home,
                   std::string_view working_directory);
  void offer(const SourceFile& file, const LayerEntry& entry);
  static MergedFile written(const Job& job);
  static void tell_unmatched(const Job& job, Collected& collected);
  Result<void> write_result(Job& job, Output& out, Collected& collected);

  std::vector<Job> jobs_;
  std::vector<Problem> problems_;
  int results_directory_ = -1;
  std::optional<WorkDirectory> work_;
};

}  // namespace isorun
