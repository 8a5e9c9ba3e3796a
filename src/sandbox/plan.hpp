// A Plan is data: every step of a sandbox, decided before anything is cloned. `isorun plan` prints
// it, tests compare it without privileges, and steps.cpp carries it out with system calls only.
//
// The stage is a process in the run's user namespace that lives as long as the run. It works in a
// tmpfs without a path, hidden below the root directory (the workshop), where it prepares what all
// shards share. Each shard starts from a copy of its mounts. Relative paths below are relative to
// the workshop.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <isorun/layer.hpp>
#include <isorun/layout.hpp>

#include "host/ids.hpp"
#include "host/remedy.hpp"

namespace isorun {

enum class Verb {
  // Only the stage takes these:
  new_mount_namespace,  // in the caller's user namespace (real root only)
  new_user_namespace,   // with its own mount namespace; waits for its id maps
  privatize,            // later mounts of the host do not appear, and ours do not reach the host
  workshop,             // mounts the workshop on directory `target`, until it is the root
  enter_root,           // `source` becomes the root directory, mounted over the workshop
  clone_mount,  // mounts a clone of the mount at `source`, without mounts below, on `target`
  read_only,    // `target` and all mounts below
  limit,        // `target`: a file in /proc/sys/user; `size`: the run's limit
  write_file,   // `target`: a file in the workshop; `source`: its content
  scratch,      // creates the run's directory on disk, in `target`; removes those of dead runs
  middle,  // creates the middle layer `target` above `source`; `part`: its index in Plan::middles
  copy_files,  // from `source` to `target`; subdirectories become empty directories
  // Create a mount without a place yet: `tree` is the step's own number.
  layer,  // the shard's layer; `size`: limit in bytes; `source`: the disk, or empty
  // `source`: lower directory; `target`: the middle layer above it, or empty; `part` of the layer
  // takes the writes
  overlay,
  whole,      // `part` of the layer, private; `mode`
  copy,       // `part` of the layer, filled with a copy of `source` except `target`
  copy_file,  // `part` of the layer, holding a copy of the file `source` under its own name
  bind,       // `source` with all mounts below
  proc,
  mqueue,
  devpts,
  // Put mounts in place.
  make_directory,  // `target` and missing parents; `mode` for the last
  make_file,       // `target`, empty, and missing parents
  make_symlink,    // `target` pointing to `source`
  attach,          // mounts the result of step `tree` on `target`
  attach_root,     // makes the result of step `tree` the root directory
  protect,         // makes `target` read-only by a mount of its own, if it exists
  // Other.
  slot_network,  // enters the slot's network namespace
  loopback_up,
  network_setting,  // `target`: a file in /proc/sys/net; `source`: its value
};

struct Step {
  Verb verb;
  std::string source = {};
  std::string target = {};
  int tree = -1;
  int part = -1;
  unsigned mode = 0;
  std::uint64_t size = 0;
  bool may_vanish = false;  // `source` was found, not named: skip the mount if it is gone
  bool is_fresh = false;    // whole: set-ups leave nothing there

  friend bool operator==(const Step&, const Step&) = default;
};

// The workshop shows the caller's /proc here, with Proc::host.
inline constexpr const char* outer_proc = "proc";

// Something that does not work as it should.
struct Loss {
  Facility facility = Facility::other;
  std::string what;  // a sentence
};

struct Plan {
  std::vector<Step> stage;                                // once per run
  std::vector<Step> shard;                                // once per shard
  std::vector<std::vector<StandIn>> middles;              // for the steps `middle`
  std::shared_ptr<const std::vector<StandIn>> stand_ins;  // Layer::stand_ins
  Ids ids;
  std::vector<Loss> losses;
  bool keep_owners = false;              // the id map holds all ids
  std::uint64_t namespaces = 0;          // clone flags of each shard
  std::uint64_t refused_namespaces = 0;  // clone flags that the system call filter refuses
  Network network = Network::slot;
  Proc proc = Proc::own;
  std::vector<LayerPart> parts;          // where the layer stores each directory's writes
  std::vector<std::string> file_places;  // sorted: Layer::places
  std::vector<std::string> absent;       // Layer::absent
  std::string results;  // a directory in the layer, as the command sees it; see Sandbox::results
  std::string working_directory;
  std::string scratch;  // where the workshop shows the disk with the layers; empty: in memory
  std::string scratch_on_host;  // the host's path of that directory
};

// One step as text, without its number.
std::string describe(const Step& step);

// The whole plan, in the format of `isorun plan`.
std::string describe(const Plan& plan);

}  // namespace isorun
