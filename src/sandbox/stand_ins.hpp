// What an overlay of an ordinary user cannot copy up as it is, and what takes its place.
//
// Copy-up gives the copy its owner and group, and so it does for each directory above it; where the
// sandbox's user namespace lacks one of them, it fails with EOVERFLOW (notify_change in
// fs/attr.c). But of what two lower sides of an overlay have, the upper one's attributes count: a
// layer between the host's directory and those of the shards, made once for the run, has what is
// foreign with the caller's own ids, and a whiteout for what the command is not to see.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <isorun/layer.hpp>
#include <isorun/layout.hpp>

#include "host/facts.hpp"
#include "sandbox/directories.hpp"

namespace isorun {

// How many bytes the copies of foreign files may take together, and how many files a search looks
// at. A file above the caller's RLIMIT_FSIZE is not copied either.
inline constexpr std::uint64_t most_stand_in_bytes = 256UL << 20;
inline constexpr std::uint64_t most_looked_at = 1'000'000;

struct StandIns {
  // By the path of an overlay: sorted by path, so that what lies above comes first.
  std::map<std::string, std::vector<StandIn>> overlays = {};
  std::vector<std::string> too_large = {};  // files that have none, since they are above a limit
  std::vector<std::string> unseen = {};     // directories that were not looked at to the end
};

// Looks at all that lies below the working directory and the directories that the layout names as
// overlays, and at what lies above them in their overlays. Each foreign directory has a stand-in,
// and each foreign file and symlink that the caller could write or rename; the owner's part of its
// mode gives the caller what the host's whole mode gives it.
StandIns find_stand_ins(const Layout& layout, const Facts& facts,
                        const std::vector<Directory>& directories);

}  // namespace isorun
