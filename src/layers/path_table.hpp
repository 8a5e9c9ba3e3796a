// Maps many paths to values in little memory by storing only a hash of each path. With four million
// paths, the odds that any two share a hash are one in two million; those two would count as one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.hpp"

namespace isorun {

template <class Value>
class PathTable {
 public:
  struct Entry {
    std::uint64_t key = 0;  // hash of the path; 0: unused
    Value value = {};
  };

  explicit PathTable(std::size_t most) : most_(most) {}

  // The path's entry, created if missing; nullptr if the table is full. Valid until the next call.
  Entry* add(std::string_view path) {
    const std::uint64_t key = std::max<std::uint64_t>(hash(path), 1);
    Entry* place = place_of(key);
    if (place->key == key) return place;
    if (size_ >= most_) return nullptr;
    if (size_ * 8 >= slots_.size() * 7) {
      grow();
      place = place_of(key);
    }
    ++size_;
    place->key = key;
    return place;
  }

  // All slots, unordered, including unused ones.
  [[nodiscard]] const std::vector<Entry>& slots() const { return slots_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  // The key's slot, or the free slot where it belongs.
  Entry* place_of(std::uint64_t key) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = key & mask;
    while (slots_[slot].key != 0 && slots_[slot].key != key) slot = (slot + 1) & mask;
    return &slots_[slot];
  }

  void grow() {
    const std::vector<Entry> old = std::exchange(slots_, std::vector<Entry>(slots_.size() * 2));
    for (const Entry& entry : old) {
      if (entry.key != 0) *place_of(entry.key) = entry;
    }
  }

  std::size_t most_;
  std::size_t size_ = 0;
  std::vector<Entry> slots_ = std::vector<Entry>(1024);  // open addressing
};

}  // namespace isorun
