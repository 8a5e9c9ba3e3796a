// Memory for one shard: its orders, its command's strings, its stack. The stage and all shards
// share one address space; an inaccessible page between strings and stack makes a stack overflow
// end its process instead of corrupting another's memory.
#pragma once

#include <cstddef>

#include "sandbox/stage.hpp"

namespace isorun {

struct Region {
  static constexpr std::size_t stack_bytes = 512UL * 1024;  // allocated on first use
  static constexpr std::size_t guard_bytes = 64UL * 1024;   // at least a page on any machine

  Region* next;
  std::size_t size;
  int alive;  // nonzero until the kernel is done with the stack
  long pid;
  ShardOrders orders;
  TreeMemory memory;

  [[nodiscard]] bool is_alive() const { return __atomic_load_n(&alive, __ATOMIC_ACQUIRE) != 0; }

  // The space after the head, up to the guard.
  char* strings() { return reinterpret_cast<char*>(this + 1); }
  [[nodiscard]] std::size_t capacity() const {
    return size - stack_bytes - guard_bytes - sizeof(Region);
  }
  char* stack_top() { return reinterpret_cast<char*>(this) + size; }
};

class Regions {
 public:
  // A region that no shard uses, with room for that many bytes of strings; null if there is no
  // memory.
  Region* find(std::size_t bytes);

  // Head of the list of all regions, linked by `next`.
  [[nodiscard]] const Region* first() const { return first_; }

 private:
  Region* first_ = nullptr;
};

}  // namespace isorun
