// Memory for one shard: its orders, its command's strings, its stack. The stage and all shards have
// one address space: between the strings and the stack lies a page that nobody can touch, so that
// a stack that grows too far ends its process instead of changing another's memory.
#pragma once

#include <cstddef>

#include "sandbox/stage.hpp"

namespace isorun {

struct Region {
  static constexpr std::size_t stack_bytes = 512UL * 1024;  // touched where used
  static constexpr std::size_t guard_bytes = 64UL * 1024;   // a page of any machine's

  Region* next;
  std::size_t size;
  int alive;  // until the kernel has done with the stack
  long pid;
  ShardOrders orders;
  TreeMemory memory;

  [[nodiscard]] bool is_alive() const { return __atomic_load_n(&alive, __ATOMIC_ACQUIRE) != 0; }

  // What follows the head, up to the guard.
  char* strings() { return reinterpret_cast<char*>(this + 1); }
  [[nodiscard]] std::size_t capacity() const {
    return size - stack_bytes - guard_bytes - sizeof(Region);
  }
  char* stack_top() { return reinterpret_cast<char*>(this) + size; }
};

class Regions {
 public:
  // One that no shard has, with room for so many bytes of strings; null where there is no memory.
  Region* find(std::size_t bytes);

  // Of the list of all, linked by `next`.
  [[nodiscard]] const Region* first() const { return first_; }

 private:
  Region* first_ = nullptr;
};

}  // namespace isorun
