#include "layers/collisions.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <sys/stat.h>

#include "layers/caches.hpp"
#include "layers/host_copy.hpp"

namespace isorun {

namespace {

constexpr std::size_t most_uses = std::size_t{32} << 20;  // 256 MiB

bool are_disjoint(const std::vector<std::size_t>& left, const std::vector<std::size_t>& right) {
  for (auto l = left.begin(), r = right.begin(); l != left.end() && r != right.end();) {
    if (*l == *r) return false;
    ++(*l < *r ? l : r);
  }
  return true;
}

}  // namespace

const char* name(Collision::Kind kind) {
  constexpr std::array names = {"write/write", "write/delete", "delete/delete"};
  return names[static_cast<std::size_t>(kind)];
}

void Collisions::begin(Writer writer) {
  std::ranges::sort(writer.units);
  units_of_.push_back(&*unit_sets_.insert(std::move(writer.units)).first);
  writer.units.clear();
  writers_.push_back(std::move(writer));
}

void Collisions::add(const LayerEntry& entry) {
  if (S_ISDIR(entry.status.st_mode) || entry.part->path == own_) return;
  const bool is_copy =
      entry.part->kind == LayerPart::Kind::copy || entry.part->kind == LayerPart::Kind::file;
  if (is_copy && is_as_on_host(entry, host_)) return;
  if (is_in_framework_cache(entry.path)) return;
  auto* const path = last_uses_.add(entry.path);
  if (!path || earlier_uses_.size() >= most_uses) {
    is_complete_ = false;
    return;
  }
  Use use{.writer = static_cast<std::uint32_t>(writers_.size() - 1) & 0x7fffffff,
          .is_deletion = entry.deleted};
  if (path->value.writer != 0) {
    use.earlier = static_cast<std::uint32_t>(earlier_uses_.size());
    earlier_uses_.push_back(path->value);
    paths_met_.try_emplace(path->key, entry.path);
  }
  path->value = use;
}

// Adds a use to the path's earlier uses, unless it cannot collide with any.
std::vector<Collisions::Use> Collisions::uses_of(Use use) const {
  std::vector<Use> uses;
  for (; use.writer != 0; use = earlier_uses_[use.earlier]) {
    if (!writers_[use.writer].ran_alone) uses.push_back(use);
  }
  return uses;
}

// Whether two uses could have happened at the same time.
bool Collisions::may_meet(const std::vector<Use>& uses) const {
  // Usually the units differ and the first two uses decide. Several uses by one unit, such as its
  // rounds, count once.
  std::vector<const std::vector<std::size_t>*> met;
  for (const Use& use : uses) {
    const std::vector<std::size_t>* units = units_of_[use.writer];
    // Shards with unknown units are workers of one suite: always distinct.
    if (!units->empty() && std::ranges::find(met, units) != met.end()) continue;
    if (std::ranges::any_of(met, [&](const auto* other) { return are_disjoint(*other, *units); }))
      return true;
    met.push_back(units);
  }
  return false;
}

FoundCollisions Collisions::found() const {
  FoundCollisions found{.is_complete = is_complete_};
  for (const auto& [key, last_use] : last_uses_.slots()) {
    if (key == 0) continue;
    const std::vector<Use> uses = uses_of(last_use);
    if (!may_meet(uses)) {
      ++found.paths_of_one_shard;
      continue;
    }
    Collision collision{.path = paths_met_.at(key)};
    for (const Use& use : uses) collision.shards.push_back(writers_[use.writer].shard);
    std::ranges::sort(collision.shards);
    const auto deletions =
        std::ranges::count_if(uses, [](const Use& use) { return use.is_deletion != 0; });
    if (deletions > 0) {
      collision.kind = std::cmp_equal(deletions, uses.size()) ? Collision::Kind::delete_delete
                                                              : Collision::Kind::write_delete;
    }
    found.collisions.push_back(std::move(collision));
  }
  std::ranges::sort(found.collisions, {}, &Collision::path);
  return found;
}

}  // namespace isorun
