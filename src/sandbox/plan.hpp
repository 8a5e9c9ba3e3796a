// A Plan is data: every step of a sandbox, decided before anything is cloned. `isorun plan` prints
// it, the tests compare it without any privilege, and steps.cpp carries it out with system calls
// only.
//
// The stage is a process that lives as long as the run, in the run's user namespace. It stands in a
// tmpfs that lies below the root directory and has no path (the workshop), and arranges there what
// all shards share. Each shard starts from a copy of its mounts. Relative paths below are relative
// to the workshop.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <isorun/layer.hpp>
#include <isorun/layout.hpp>

#include "host/ids.hpp"

namespace isorun {

enum class Verb {
  // The stage's own.
  new_mount_namespace,  // of the caller's user namespace (real root only)
  new_user_namespace,   // with a mount namespace of its own; waits for its id maps
  privatize,    // nothing that the host mounts later appears; nothing of ours reaches the host
  workshop,     // `target`: a directory to mount the workshop on, until it is the root
  enter_root,   // `source` becomes the root directory, on top of the workshop
  clone_mount,  // mount a clone of the one mount at `source`, without those below, on `target`
  read_only,    // `target` and all mounts below
  limit,        // `target`: a file of /proc/sys/user; `size`: how many the run may have at once
  write_file,   // `target`: a file of the workshop, with `source` as its content
  scratch,      // make the run's directory in `target`, a disk; remove those of dead runs
  middle,       // `target`: what lies above `source` as the upper of two lower sides of an overlay;
                // `part`: its number among Plan::middles
  copy_files,   // of `source` into `target`; its subdirectories become empty directories
  // Make a mount, as yet without a place: `tree` is the step's own number.
  layer,      // the shard's layer; `size`: limit in bytes; `source`: the disk, or empty
  overlay,    // `source`: lower directory, below the middle layer `target`, if there is one; `part`
              // of
              // the layer takes the writes
  whole,      // `part` of the layer, private; `mode`
  copy,       // `part` of the layer, filled with a copy of `source` but for `target`
  copy_file,  // a file of the name of `source`, in `part` of the layer, with a copy of it
  bind,       // `source` with all mounts below
  proc,
  mqueue,
  devpts,
  // Put mounts in place.
  make_directory,  // `target`, with its parents, where missing; `mode` of the last
  make_file,       // `target`, empty, with its parents, where missing
  make_symlink,    // `target` pointing to `source`
  attach,          // what step `tree` made, on `target`
  attach_root,     // what step `tree` made becomes the root directory
  protect,         // `target` read-only by a mount of its own; nothing if it does not exist
  // The rest.
  slot_network,  // enter the slot's network namespace
  loopback_up,
  network_setting,  // `target`: a file of /proc/sys/net; `source`: its value
};

struct Step {
  Verb verb;
  std::string source = {};
  std::string target = {};
  int tree = -1;
  int part = -1;
  unsigned mode = 0;
  std::uint64_t size = 0;
  bool may_vanish = false;  // `source` was found, not named: without a mount if it is gone by then

  friend bool operator==(const Step&, const Step&) = default;
};

struct Plan {
  std::vector<Step> stage;                                // once for the run
  std::vector<Step> shard;                                // for each shard
  std::vector<std::vector<StandIn>> middles;              // what the steps `middle` make
  std::shared_ptr<const std::vector<StandIn>> stand_ins;  // Layer::stand_ins
  Ids ids;
  std::vector<std::string> losses;  // sentences: what does not work as it should
  bool keep_owners = false;         // the id map will hold all ids
  std::uint64_t namespaces = 0;     // clone flags of each shard
  Network network = Network::slot;
  std::vector<LayerPart> parts;          // where in the layer each directory's writes will be
  std::vector<std::string> file_places;  // sorted: Layer::places
  std::vector<std::string> absent;       // Layer::absent
  std::string results;  // a directory of the layer, as the command sees it; see Sandbox::results
  std::string working_directory;
  std::string scratch;  // where the workshop shows the disk that holds the layers; empty: memory
  std::string scratch_on_host;  // its directory there
};

// One step in words, without its number.
std::string describe(const Step& step);

// The whole plan as `isorun plan` prints it.
std::string describe(const Plan& plan);

}  // namespace isorun
