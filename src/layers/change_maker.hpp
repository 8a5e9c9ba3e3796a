// Applies a shard's changes to the host.
#pragma once

#include <string_view>

#include "files/host_tree.hpp"
#include "layers/changes.hpp"

namespace isorun {

// Which host files a change may replace.
enum class Host {
  as_the_shard_saw_it,  // any other file is an error and stays
  whatever,             // any file
};

// How the host's file differs from what the shard saw; empty if it does not.
std::string_view objection_to(const Change& change, HostTree& host);

// Whether make_room() must precede make_change(): rename(2) replaces neither a directory by a file
// nor a file by a directory.
bool needs_room(const Change& change);

// Removes the host's file or directory. Children must be gone. Errors: Phase::run.
Result<void> make_room(const Change& change, Host host);

// Creates what the shard left, except sockets and devices; `layer` is the kept layer's directory.
// Files are renamed into place as a whole. Errors: Phase::run.
Result<void> make_change(const Change& change, int layer, Host host);

}  // namespace isorun
