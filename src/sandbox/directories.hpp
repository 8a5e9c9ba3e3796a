// How the sandbox treats each directory: the layout's settings and the default isolation, resolved
// against this host.
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
    // has mounts below: the overlay holds its files, and its subdirectories get their own overlays
    split_overlay,
    copy,
    tmpfs,
    read_only,
    share,
    hide,
    absent,  // hidden from the shard, as if it did not exist where possible
    keep,    // a mount of the host that an overlay cannot or should not cover: unchanged
    link,    // a symlink to `source`
  };
  std::string path;  // canonical, as the sandbox sees it
  Treatment treatment = Treatment::overlay;
  std::string source = {};  // the host's path; differs from `path` only for a Bind
  bool exists = true;       // on the host
  bool is_file = false;
  bool is_found = false;  // found by listing a directory, not named: it may vanish

  friend bool operator==(const Directory&, const Directory&) = default;
};

using DirectoryTable = std::map<std::string, Directory>;  // by path

// The host's directory or file at `path`, following symlinks.
Directory examine(const std::string& path, Directory::Treatment treatment,
                  const std::string& source);

// The complete table, sorted so that parents come first. Errors, naming the directory:
// Phase::usage.
Result<std::vector<Directory>> resolve_directories(const Layout& layout, const Facts& facts);

// The innermost of the sorted directories above `path` (not `path` itself); null: the host's own
// file system.
const Directory* find_cover(const std::vector<Directory>& directories, const std::string& path);

// Whether `/` itself is in the table: then each shard gets its own root directory.
bool replaces_root(const std::vector<Directory>& directories);

// Whether the host has a mount below `path`.
bool has_mounts_below(const Facts& facts, const std::string& path);

}  // namespace isorun
