// What an ordinary user's overlay cannot copy up unchanged, and its replacement.
//
// Copy-up preserves the owner and group of the file and of each directory above it. If the
// sandbox's user namespace does not map one of them, it fails with EOVERFLOW (notify_change in
// fs/attr.c). But if two lower directories of an overlay have an entry, the upper one's attributes
// apply. So a middle layer between the host's directory and the shards' layers, made once per run,
// holds foreign entries with the caller's own ids, and whiteouts for what the command must not see.
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

// Limits: the total size of copied foreign files in bytes, and the number of files to scan. A file
// above the caller's RLIMIT_FSIZE is not copied either.
inline constexpr std::uint64_t most_stand_in_bytes = 256UL << 20;
inline constexpr std::uint64_t most_looked_at = 1'000'000;

struct StandIns {
  // The stand-ins of each overlay, by its path; sorted by path, so that parents come first.
  std::map<std::string, std::vector<StandIn>> overlays = {};
  std::vector<std::string> too_large = {};  // files without a stand-in, because they exceed a limit
  std::vector<std::string> unseen = {};     // directories that were not scanned completely
};

// Scans the working directory and the directories that the layout names as overlays, and their
// parents within their overlays. Each foreign directory gets a stand-in, as does each foreign file
// and symlink that the caller could write or rename; the owner bits of its mode give the caller the
// permissions it has on the host.
StandIns find_stand_ins(const Layout& layout, const Facts& facts,
                        const std::vector<Directory>& directories);

}  // namespace isorun
