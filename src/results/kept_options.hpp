// The options of diff and apply.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace isorun {

struct KeptOptions {
  std::string run = {};                   // a results directory
  std::optional<std::size_t> shard = {};  // diff: nullopt means all
  std::vector<std::string> paths = {};    // apply: empty means all
  bool as_json = false;
  bool stat = false;
  bool patch = false;
  bool dry_run = false;
  bool force = false;
};

}  // namespace isorun
