// Carries out a Plan's steps. Everything here runs between clone and exec, in an address space that
// the stage and its shards share: system calls only. No allocation, no exception, no errno, no
// lock, no stdio.
#pragma once

#include <cstdint>
#include <span>

#include "base/descent.hpp"
#include "base/raw_file.hpp"
#include "sandbox/plan.hpp"
#include "sandbox/primitives.hpp"
#include "sandbox/scratch.hpp"

namespace isorun {

// For ways down two trees at once.
struct TreeMemory {
  Levels sources;
  Levels targets;
};

// What the steps of one process work on.
struct Scene {
  std::span<const Step> steps;  // all of them, so that one finds another by its number
  std::span<const std::vector<StandIn>> middles;
  int layer = -1;           // the layer's root directory
  int slot_network = -1;    // the slot's network namespace
  RunDirectory run{};       // on a scratch disk
  RunName dying_run{};      // there too; see scratch.hpp
  std::uint64_t shard = 0;  // names the shard's directory in it
  struct stat left_out {};  // a directory that copies are made without
  TreeMemory* memory = nullptr;
  bool keep_owners = false;  // whether the id map holds all ids, so that owners can be copied
  Message message{};
};

// 0, or a negated errno. Not for the verbs new_user_namespace and new_mount_namespace, which need
// the launcher's help.
long carry_out(const Step& step, Scene& scene);

// All steps of the scene. The number of the first that fails and its errno; number < 0 if none did.
struct Failure {
  int step = -1;
  long error = 0;
};
Failure carry_out_all(Scene& scene);

// Copies what `source` holds into `target`, both open directories: names, contents with their
// holes, owners, modes, times, and the links between files. Whole: with all below; files:
// subdirectories stay empty. In tree_copy.cpp.
enum class Depth { whole, files };
long copy_tree(int source, int target, Depth depth, const Scene& scene);

// Copies the content of a regular file into a new one; `target` is relative to `directory`. In
// file_copy.cpp.
long copy_file(const char* source, int directory, const char* target);

// See Verb::copy_file; and where it lies, relative to the layer. Likewise.
long make_file_copy(const Step& step, const Scene& scene);
Path file_in_layer(const Step& step);

// See Verb::middle. In middle_layer.cpp.
long make_middle_layer(const Step& step, const Scene& scene);

// Brings the loopback device of the current network namespace up, and sends multicast there. In
// loopback.cpp.
long bring_loopback_up();

}  // namespace isorun
