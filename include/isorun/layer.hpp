// What a shard wrote: the upper directories of its overlays and its private tmpfs mounts.
//
//   for (const LayerPart& part : layer.parts) ...        // where each sandbox directory went
//   walk(layer, [](const LayerEntry& e) { fmt::print("{}\n", e.path); return Walk::next; });
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <sys/stat.h>

#include "isorun/error.hpp"
#include "isorun/unique_fd.hpp"

namespace isorun {

// A directory of the sandbox; writes to it are in the layer.
struct LayerPart {
  enum class Kind {
    overlay,  // holds what differs from the host's directory; whiteouts stand for deletions
    whole,  // holds the whole content, except what set-ups wrote; the host's is hidden (mode tmpfs)
    copy,   // holds the whole content, copied from the host (mode copy)
    file,   // a copy of a file of the host
  };
  std::string path;       // as the command saw it: absolute, canonical, without a trailing slash
  std::string directory;  // relative to Layer::root; a file has its own name there
  Kind kind = Kind::overlay;
};

// What the command saw in place of a host file or directory whose owner or group does not exist in
// its user namespace. A character device stands for what it did not see at all.
struct StandIn {
  std::string path = {};
  mode_t mode = 0;  // with the type
  uid_t uid = 0;
  gid_t gid = 0;
  // The host's user attributes (xattr(7)): a tmpfs keeps none before Linux 6.6.
  bool lacks_attributes = false;

  friend bool operator==(const StandIn&, const StandIn&) = default;
};

// Reading it needs no live sandbox: the descriptor keeps the files until it is closed.
struct Layer {
  UniqueFd root;                         // a directory descriptor
  std::vector<LayerPart> parts;          // sorted by path
  std::vector<std::string> places = {};  // sorted: empty files that isorun made as mount points
  std::shared_ptr<const std::vector<StandIn>> stand_ins = {};  // sorted by path; null: none
  std::vector<std::string> absent = {};  // host paths that the command did not see
  bool is_above_setups = false;          // whiteouts may stand for what a set-up wrote
};

// One file or directory of a layer. Valid only during the visitor's call.
struct LayerEntry {
  const LayerPart* part = nullptr;
  std::string path;         // as the command saw it; bytes, not necessarily UTF-8
  int directory = -1;       // the open directory that holds it
  const char* name = "";    // its name in that directory
  struct stat status = {};  // of the entry itself: symlinks are not followed
  bool deleted = false;     // a whiteout: the command deleted the host's file, or a set-up's
};

enum class Walk { next, stop };

// Visits every entry of every part except the parts' own directories, and files that are parts:
// parents before children, the names of a directory in byte order, the parts in their order. If one
// part lies within another, its entries are visited once, as its own; mount points are not visited.
// The depth of directories is unlimited.
//
// Follows no symlink, opens only directories, and never leaves the layer; nothing may write to the
// layer meanwhile. A directory that the caller owns but may not read is made readable during the
// visit. Errors: Phase::collect, naming the path. Exceptions of the visitor, except std::bad_alloc,
// propagate to the caller.
Result<void> walk(const Layer& layer, const std::function<Walk(const LayerEntry&)>& visit);

}  // namespace isorun
