// Makes a shard's changes on the host.
#pragma once

#include <string>

#include "collect/changes.hpp"
#include "collect/host_tree.hpp"

namespace isorun {

// Why the host's file is not the one that the shard saw; empty where it is.
std::string objection_to(const Change& change, HostTree& host);

// Takes away what a deletion, or a change of type, finds. Children must be gone. Errors:
// Phase::run.
Result<void> make_room(const Change& change);

// Makes what the shard left; `layer` is the kept layer's directory. A file takes its place by
// rename(2). Errors: Phase::run.
Result<void> make_change(const Change& change, int layer);

}  // namespace isorun
