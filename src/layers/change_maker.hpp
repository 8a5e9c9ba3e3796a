// Makes a shard's changes on the host.
#pragma once

#include <string_view>

#include "files/host_tree.hpp"
#include "layers/changes.hpp"

namespace isorun {

// What a change may find there.
enum class Host {
  as_the_shard_saw_it,  // anything else is an error, and stays
  whatever,             // it is replaced
};

// Why the host's file is not the one that the shard saw; empty where it is.
std::string_view objection_to(const Change& change, HostTree& host);

// Whether make_room() comes before make_change(), if that comes at all: nothing takes a directory's
// place, nor a directory anything's.
bool needs_room(const Change& change);

// Takes away what a change finds that needs room. Children must be gone. Errors: Phase::run.
Result<void> make_room(const Change& change, Host host);

// Makes what the shard left, which is no socket and no device; `layer` is the kept layer's
// directory. A file takes its place as a whole, by rename(2). Errors: Phase::run.
Result<void> make_change(const Change& change, int layer, Host host);

}  // namespace isorun
