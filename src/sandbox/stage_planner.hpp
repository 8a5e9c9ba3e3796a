// The first half of a plan: what the stage arranges once for all shards.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <isorun/layout.hpp>

#include "host/facts.hpp"
#include "sandbox/directories.hpp"
#include "sandbox/plan.hpp"

namespace isorun {

// Where the workshop shows the directory that --scratch names.
inline constexpr const char* scratch_disk = "scratch";

struct StagePlan {
  std::vector<Step> steps{};
  // By the path of a directory: where in the workshop the shards find ...
  std::map<std::string, std::string> lowers{};        // ... the lower side of its overlay
  std::map<std::string, std::string> middles{};       // ... the middle layer above that
  std::map<std::string, std::string> shown{};         // ... what they show of the host as it is
  std::vector<std::vector<StandIn>> middle_layers{};  // what the steps `middle` make
  std::vector<std::string> losses{};                  // Plan::losses
  std::string hosts_file{};  // where each shard still has to mount the file `hosts`; empty: nowhere
};

StagePlan plan_stage(const Layout& layout, const Facts& facts,
                     const std::vector<Directory>& directories);

}  // namespace isorun
