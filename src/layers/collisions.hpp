// Paths that shards would have fought for, had each not had a layer of its own.
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

// Who wrote a layer.
struct Writer {
  std::size_t shard = 0;
  std::vector<std::size_t> units = {};  // two shards with a unit in common, such as its retry,
                                        // never run at the same time
  bool ran_alone = false;               // nor does it with any other
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
  bool is_complete = true;  // else there were more paths than are remembered
};

class Collisions {
 public:
  static constexpr std::size_t most_paths = std::size_t{4} << 20;

  // What lies in `own`, a part of every layer, is isorun's. `most` paths are remembered.
  explicit Collisions(std::string own, std::size_t most = most_paths)
      : own_(std::move(own)), last_uses_(most) {}

  // The entries that follow are this shard's.
  void begin(Writer writer);

  // Directories do not count: suites make them with mkdir -p, and what is in them does count. Nor
  // does a copy's file that is as the host has it.
  void add(const LayerEntry& entry);

  [[nodiscard]] FoundCollisions found() const;

 private:
  // What a writer did to a path.
  struct Use {
    std::uint32_t writer : 31 = 0;  // in writers_; 0: nobody
    std::uint32_t is_deletion : 1 = 0;
    std::uint32_t earlier = 0;  // the use before it, in earlier_uses_
  };

  [[nodiscard]] std::vector<Use> uses_of(Use use) const;
  [[nodiscard]] bool may_meet(const std::vector<Use>& uses) const;

  std::string own_;
  HostTree host_;
  PathTable<Use> last_uses_;
  std::vector<Use> earlier_uses_ = {Use{}};
  std::map<std::uint64_t, std::string> paths_met_;  // by key: those that were used more than once
  std::vector<Writer> writers_ = {Writer{}};
  std::set<std::vector<std::size_t>> unit_sets_;
  std::vector<const std::vector<std::size_t>*> units_of_ = {nullptr};  // by writer; the
                                                                       // same for the same units
  bool is_complete_ = true;
};

}  // namespace isorun
