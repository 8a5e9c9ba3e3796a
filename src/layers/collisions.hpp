// Paths that several shards wrote, which would have clashed without separate layers.
//
//   Collisions collisions(sandbox.results_directory());
//   collisions.begin({.shard = 0, .units = {4, 7}});
//   collisions.add(entry);              // each entry of its layer
//   for (const Collision& collision : collisions.found().collisions) ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <isorun/layer.hpp>

#include "files/host_tree.hpp"
#include "layers/path_table.hpp"

namespace isorun {

// The shard that wrote a layer.
struct Writer {
  std::size_t shard = 0;
  // shards that share a unit, such as its retry, never run at the same time
  std::vector<std::size_t> units = {};
  bool ran_alone = false;  // never at the same time as any other shard
};

struct Collision {
  enum class Kind { write_write, write_delete, delete_delete };
  std::string path;
  Kind kind = Kind::write_write;
  std::vector<std::size_t> shards = {};  // sorted
};

const char* name(Collision::Kind kind);

struct FoundCollisions {
  std::vector<Collision> collisions = {};  // sorted by path
  std::size_t paths_of_one_shard = 0;
  bool is_complete = true;  // false: there were more paths than the limit
};

class Collisions {
 public:
  static constexpr std::size_t most_paths = std::size_t{4} << 20;

  // Entries of `own`, a part of every layer, belong to isorun and are ignored. At most `most` paths
  // are remembered.
  explicit Collisions(std::string own, std::size_t most = most_paths)
      : own_(std::move(own)), last_uses_(most) {}

  // Starts the next shard's entries.
  void begin(Writer writer);

  // Ignores directories, because suites create them with mkdir -p and their entries count anyway,
  // files of a copy that are unchanged, and caches of test frameworks, which only shards of one
  // suite write at the same time.
  void add(const LayerEntry& entry);

  [[nodiscard]] FoundCollisions found() const;

 private:
  // One shard's use of a path.
  struct Use {
    std::uint32_t writer : 31 = 0;  // index into writers_; 0: none
    std::uint32_t is_deletion : 1 = 0;
    std::uint32_t earlier = 0;  // index into earlier_uses_
  };

  [[nodiscard]] std::vector<Use> uses_of(Use use) const;
  [[nodiscard]] bool may_meet(const std::vector<Use>& uses) const;

  std::string own_;
  HostTree host_;
  PathTable<Use> last_uses_;
  std::vector<Use> earlier_uses_ = {Use{}};
  std::map<std::uint64_t, std::string> paths_met_;  // by key; only paths used more than once
  std::vector<Writer> writers_ = {Writer{}};
  std::set<std::vector<std::size_t>> unit_sets_;
  // by writer; equal sets of units share one
  std::vector<const std::vector<std::size_t>*> units_of_ = {nullptr};
  bool is_complete_ = true;
};

}  // namespace isorun
