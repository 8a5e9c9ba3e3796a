// What a shard wrote: the upper side of its overlays and its private tmpfs mounts.
//
//   for (const LayerPart& part : layer.parts) ...        // where each sandbox directory went
//   walk(layer, [](const LayerEntry& e) { fmt::print("{}\n", e.path); return Walk::next; });
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <sys/stat.h>

#include "isorun/error.hpp"
#include "isorun/unique_fd.hpp"

namespace isorun {

// One directory of the sandbox whose writes are in the layer.
struct LayerPart {
  enum class Kind {
    overlay,  // holds what differs from the host's directory; whiteouts stand for deletions
    whole,    // holds the directory's whole content, which was empty (mode tmpfs)
    copy,     // likewise, which was the host's (mode copy)
  };
  std::string path;       // as the command saw it: absolute, canonical, without a trailing slash
  std::string directory;  // where it is below Layer::root: relative
  Kind kind = Kind::overlay;
};

// Reading it needs no live sandbox: the descriptor keeps the files. They are gone when it closes.
struct Layer {
  UniqueFd root;                         // a directory descriptor
  std::vector<LayerPart> parts;          // sorted by path
  std::vector<std::string> places = {};  // sorted: empty files that isorun made to mount others on
  std::vector<std::string> absent = {};  // what the host has, and the command did not see
};

// One file or directory of a layer. Valid only during the visitor's call.
struct LayerEntry {
  const LayerPart* part = nullptr;
  std::string path;         // as the command saw it; bytes, not necessarily UTF-8
  int directory = -1;       // the open directory that holds it
  const char* name = "";    // its name in that directory
  struct stat status = {};  // of the entry itself: symlinks are not followed
  bool deleted = false;     // an overlay's whiteout: the command deleted the host's file
};

enum class Walk { next, stop };

// Visits every entry of every part but the parts' own directories: parents before their children,
// the names of a directory in byte order, the parts in theirs. Where one part lies in another, its
// entries are visited once, as its own; places of mounts are not visited. The depth of directories
// is not limited.
//
// Follows no symlink, opens nothing but directories, never leaves the layer; nothing may write to
// the layer meanwhile. A directory that its owner, the caller, may not read is made readable for
// the time of the visit. Errors, which name the path: Phase::collect. What the visitor throws, but
// for std::bad_alloc, goes to the caller.
Result<void> walk(const Layer& layer, const std::function<Walk(const LayerEntry&)>& visit);

}  // namespace isorun
