// isorun's directory in the user's cache: $XDG_CACHE_HOME/isorun, ~/.cache/isorun.
#pragma once

#include <string>

#include "base/variable.hpp"

namespace isorun {

// Empty if neither variable holds an absolute path.
inline std::string cache_directory() {
  if (const auto cache = variable("XDG_CACHE_HOME"); cache && cache->starts_with('/'))
    return std::string(*cache) + "/isorun";
  if (const auto home = variable("HOME"); home && home->starts_with('/'))
    return std::string(*home) + "/.cache/isorun";
  return "";
}

}  // namespace isorun
