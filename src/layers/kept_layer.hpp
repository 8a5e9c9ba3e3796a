// A layer that outlives the run, for diff and apply: a directory with
//
//   changes.json  what the shard did: kinds, modes, times, user attributes, targets of links, the
//                 host's states before
//   files/        the content of regular files by their paths, with plain modes, and without links
//   long/         that of files whose paths are too long to be kept so
//
// Nothing in it needs a privilege: deletions, owners, links and fifos are in changes.json only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "layers/changes.hpp"

namespace isorun {

struct KeptLayer {
  UniqueFd directory;           // of the layer
  std::vector<Change> changes;  // sorted by path, byte by byte
};

// Into an empty directory. Errors: Phase::collect.
Result<void> keep_layer(const Layer& layer, std::string_view own, int directory);

// `path` is that of the directory. Errors: Phase::usage.
Result<KeptLayer> read_kept_layer(const std::string& path);

// changes.json, and back: any bytes in paths survive. Errors of parsing: Phase::usage.
void write_changes(json::Writer& out, const std::vector<Change>& changes);
std::string changes_json(const std::vector<Change>& changes);
Result<std::vector<Change>> parse_changes(std::string_view text);

}  // namespace isorun
