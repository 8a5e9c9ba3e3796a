// The options of cache.
#pragma once

#include <string>
#include <vector>

namespace isorun {

struct CacheOptions {
  bool clears = false;
  std::vector<std::string> names =
      {};  // what to clear: of set-ups, or beginnings of keys; empty: all
  bool as_json = false;
};

}  // namespace isorun
