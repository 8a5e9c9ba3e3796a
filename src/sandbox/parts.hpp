// The shard's layer and its parts, and the mounts that show them to the command; see steps.hpp:
// system calls only.
//
// A set-up is a shard whose layer stays, at setup/N in the workshop, for shards that see its
// writes. In their overlays it lies between the host's directory and their own layer.
#pragma once

#include "sandbox/steps.hpp"

namespace isorun {

// Verb::layer.
long make_layer(const Step& step, Scene& scene);

// Prepares the layer of set-up `number` in the stage. `layer` is the step that a shard would take.
long make_setup_layer(const Step& layer, const RunDirectory& run, unsigned number);

// Verb::overlay, whole, copy, copy_file: fills the part.
long make_part(const Step& step, Scene& scene);

// What mount(2) needs to put a filled part in place.
struct PartMount {
  Path source;
  unsigned long flags;  // MS_MOVE: an overlay
};
PartMount mount_of_part(const Step& maker, const Scene& scene);

}  // namespace isorun
