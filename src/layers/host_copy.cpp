#include "layers/host_copy.hpp"

#include <optional>

#include <sys/stat.h>

namespace isorun {

bool is_as_on_host(const LayerEntry& entry, HostTree& host) {
  const std::optional<struct stat> there = host.status(entry.path);
  return there && there->st_mode == entry.status.st_mode &&
         there->st_size == entry.status.st_size &&
         there->st_mtim.tv_sec == entry.status.st_mtim.tv_sec &&
         there->st_mtim.tv_nsec == entry.status.st_mtim.tv_nsec;
}

}  // namespace isorun
