// A layer that outlives the run, for diff and apply. Its directory holds
//
//   changes.json  what the shard did: kinds, modes, times, user attributes, targets of links, the
//                 host's states before
//   files/        the content of regular files by their paths, with plain modes, and without links
//   long/         that of files whose paths are too long to be kept so
//
// It needs no privilege: deletions, owners, links and FIFOs exist in changes.json only.
#pragma once

#include <cstddef>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "layers/changes.hpp"

namespace isorun {

struct KeptLayer {
  UniqueFd directory;           // the layer's own
  std::vector<Change> changes;  // sorted by path, bytewise
};

// Writes the layer to an empty directory. Errors: Phase::collect.
Result<void> keep_layer(const Layer& layer, std::string_view own, int directory);

// Opens the layer kept in the directory `path`, which is relative to `base`. Errors: Phase::usage.
Result<KeptLayer> read_kept_layer(const std::string& path, int base = AT_FDCWD);

// Copies a kept layer to an empty directory. Errors: Phase::collect; EINTR if interrupted.
Result<void> copy_kept_layer(const KeptLayer& from, int directory);

// Opens the file that holds a change's content; errno is set if it cannot.
UniqueFd open_content(int layer, const Change& change);

// Writes and parses changes.json; paths may hold any bytes. Parse errors: Phase::usage.
void write_changes(json::Writer& out, const std::vector<Change>& changes);
std::string changes_json(const std::vector<Change>& changes);
Result<std::vector<Change>> parse_changes(std::string_view text);

}  // namespace isorun
