// What becomes of each directory: the layout's words and the default isolation, resolved against
// this host.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "host/facts.hpp"

namespace isorun {

struct Directory {
  enum class Treatment {
    overlay,
    split_overlay,  // has mounts below: the overlay holds its files, its subdirectories have
                    // overlays of their own
    copy,
    tmpfs,
    read_only,
    share,
    hide,
    absent,  // what the shard does not see: not there at all, where that can be had
    keep,    // a mount of the host that no overlay can or should cover, as it is
    link,    // a symlink to `source`
  };
  std::string path;  // as the sandbox sees it: canonical
  Treatment treatment = Treatment::overlay;
  std::string source = {};  // what is shown there: `path` itself but for a Bind
  bool exists = true;       // on the host
  bool is_file = false;
  bool is_found = false;  // in a listing, not named by anybody: it may vanish again

  friend bool operator==(const Directory&, const Directory&) = default;
};

using DirectoryTable = std::map<std::string, Directory>;  // by path

// What the host has at `path`, symlinks followed.
Directory look_at(const std::string& path, Directory::Treatment treatment,
                  const std::string& source);

// Sorted by path, each path once, so that what lies above comes first. Errors: Phase::usage, naming
// the directory.
Result<std::vector<Directory>> resolve_directories(const Layout& layout, const Facts& facts);

// The innermost directory that `path` lies below (not `path` itself); null: the host's own file
// system.
const Directory* find_cover(const std::vector<Directory>& directories, const std::string& path);

// Whether `/` itself is one of them: then the shard gets a root directory of its own.
bool replaces_root(const std::vector<Directory>& directories);

// Whether a mount of the host lies below `path`.
bool has_mounts_below(const Facts& facts, const std::string& path);

}  // namespace isorun
