// The first half of a plan: what the stage prepares once for all shards.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <isorun/layout.hpp>

#include "host/facts.hpp"
#include "sandbox/directories.hpp"
#include "sandbox/plan.hpp"

namespace isorun {

// The workshop shows the directory of --scratch here.
inline constexpr const char* scratch_disk = "scratch";

struct StagePlan {
  std::vector<Step> steps{};
  // Where in the workshop shards find, for each directory, ...
  std::map<std::string, std::string> lowers{};        // ... the overlay's lower directory
  std::map<std::string, std::string> middles{};       // ... the middle layer above it
  std::map<std::string, std::string> shown{};         // ... the host's directory, shown unchanged
  std::vector<std::vector<StandIn>> middle_layers{};  // for the steps `middle`
  std::vector<Loss> losses{};                         // Plan::losses
  std::uint64_t refused_namespaces = 0;               // Plan::refused_namespaces
  std::string hosts_file{};  // where each shard has to mount the file `hosts`; empty: nowhere
};

// False if a container's /proc/sys is read-only, unless the sandbox gets a new proc.
bool may_write_sysctls(const Layout& layout, const Facts& facts);

StagePlan plan_stage(const Layout& layout, const Facts& facts,
                     const std::vector<Directory>& directories);

}  // namespace isorun
