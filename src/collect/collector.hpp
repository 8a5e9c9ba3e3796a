// Merges private layers into one result.
//
//   auto collector = Collector::create(requests, home, working_directory, std::move(intake));
//   collector->begin(results_directory);
//
//   // As each shard ends; its layer may be closed afterwards.
//   collector->take({.shard = 0, .shard_name = "0"}, layer);
//
//   auto collected = collector->finish();  // each of collected->problems makes the run fail
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/layer.hpp>

#include "collect/intake.hpp"
#include "collect/pattern.hpp"
#include "collect/request.hpp"

namespace isorun {

// The size of a shard's layer.
struct LayerUse {
  std::uint64_t bytes = 0;  // total length of regular files
  std::uint64_t files = 0;  // without directories and deletions; a hard link counts once
};

class Collector {
 public:
  // `home` (empty: none) and `working_directory` are absolute and canonical, like the paths in
  // layers. Errors: Phase::usage.
  static Result<Collector> create(std::span<const CollectRequest> requests, std::string_view home,
                                  std::string_view working_directory,
                                  std::unique_ptr<Intake> intake);

  // See Intake.
  Result<void> begin(int results_directory) { return intake_->begin(results_directory); }
  Result<Collected> finish() { return intake_->finish(); }

  using Also = std::function<void(const LayerEntry& entry, bool is_taken)>;

  // Takes the files that requests for set-ups want, as if the set-up were a shard after all others.
  // Call once per set-up.
  void take_setup(std::size_t number, const Layer& layer);

  // Takes the wanted files from one shard's layer, in one walk. Call once per shard, in any order.
  // `of` describes the shard. `also` is called for every entry of the walk, with whether a request
  // took it.
  LayerUse take(
      const SourceFile& of, const Layer& layer, const Also& also = [](const LayerEntry&, bool) {});

 private:
  explicit Collector(std::unique_ptr<Intake> intake) : intake_(std::move(intake)) {}

  struct Wanted {
    std::size_t request;
    Pattern pattern;
  };
  using AllWanted = std::vector<Wanted>;

  LayerUse take(const SourceFile& of, const Layer& layer, const AllWanted& wanted,
                const Also& also);

  // Whether a request matches the entry.
  bool offer(const SourceFile& file, const LayerEntry& entry, const AllWanted& wanted);

  AllWanted of_shards_;
  AllWanted of_setups_;
  std::unique_ptr<Intake> intake_;
};

}  // namespace isorun
