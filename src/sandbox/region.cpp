#include "sandbox/region.hpp"

#include <sys/mman.h>

#include "base/raw.hpp"

namespace isorun {

using raw::call;

Region* Regions::find(std::size_t bytes) {
  for (Region* region = first_; region != nullptr; region = region->next) {
    if (!region->is_alive() && region->capacity() >= bytes) return region;
  }
  // Few distinct sizes, so that a free region usually fits the next command. Untouched pages cost
  // nothing.
  const std::size_t wanted = sizeof(Region) + bytes + Region::guard_bytes + Region::stack_bytes;
  std::size_t size = 2 * Region::stack_bytes;
  while (size < wanted) size *= 2;
  const long memory = call(SYS_mmap, nullptr, size, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory < 0 && memory > -4096) return nullptr;
  const long guard = memory + static_cast<long>(size - Region::stack_bytes - Region::guard_bytes);
  if (call(SYS_mprotect, guard, Region::guard_bytes, PROT_NONE) != 0) {
    call(SYS_munmap, memory, size);
    return nullptr;
  }
  // NOLINTNEXTLINE(performance-no-int-to-ptr): mmap(2) returns the address as a number
  Region* region = reinterpret_cast<Region*>(memory);
  region->size = size;
  region->next = first_;
  first_ = region;
  return region;
}

}  // namespace isorun
