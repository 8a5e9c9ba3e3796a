// Carries out a Plan's steps. This code runs between clone and exec, in an address space that the
// stage and its shards share: only system calls; no allocation, exceptions, errno, locks or stdio.
#pragma once

#include <cstdint>
#include <span>

#include "base/descent.hpp"
#include "base/raw_file.hpp"
#include "base/run_directory.hpp"
#include "sandbox/plan.hpp"
#include "sandbox/primitives.hpp"

namespace isorun {

// Lets a step walk two trees at once.
struct TreeMemory {
  Levels sources;
  Levels targets;
};

// The state of one process that carries out steps.
struct Scene {
  std::span<const Step> steps;  // all steps, so that one can refer to another by number
  std::span<const std::vector<StandIn>> middles;
  int layer = -1;           // the layer's root directory
  int slot_network = -1;    // the slot's network namespace
  RunDirectory run{};       // on a scratch disk
  RunName dying_run{};      // on the scratch disk; see run_directory.hpp
  std::uint64_t shard = 0;  // names its directory there
  int setup = -1;           // the number of this set-up; -1: it is none
  unsigned setups = 0;      // a bit for each set-up whose layer lies below
  struct stat left_out {};  // a directory that copies leave out
  TreeMemory* memory = nullptr;
  bool keep_owners = false;  // the id map holds all ids, so that owners can be copied
  Message message{};
};

// Returns 0 or a negated errno. Does not handle new_user_namespace and new_mount_namespace, which
// need the launcher's help.
long carry_out(const Step& step, Scene& scene);

// Carries out all steps of the scene. Returns the number of the first that failed and its errno;
// the number is negative if none failed.
struct Failure {
  int step = -1;
  long error = 0;
};
Failure carry_out_all(Scene& scene);

// Verb::workshop, Verb::new_mount_namespace and Verb::enter_root. In a chroot(2) the kernel forbids
// user namespaces: setns(2) leaves it for the root of the namespace, over which the previous root
// directory is mounted. If setns(2) is refused, the next step reports the chroot. In root.cpp.
long set_up_workshop(const char* spot, Scene& scene);
long enter_mount_namespace();
long enter_root(const char* source);

// Makes a mount the root directory by stacking it on the namespace's root, as switch_root(8) does.
// With chroot(2), the command could not create user namespaces (user_namespaces(7): EPERM;
// current_chrooted in fs/namespace.c). In root.cpp.
long stack_on_root(int tree);

// Copies the entries of `source` to `target`, both open directories: names, contents with holes,
// owners, modes, times, and hard links. Whole: recursively; files: subdirectories stay empty. In
// tree_copy.cpp.
enum class Depth { whole, files };
long copy_tree(int source, int target, Depth depth, const Scene& scene);

// Copies a regular file to a new one; `target` is relative to `directory`. In file_copy.cpp.
long copy_file(const char* source, int directory, const char* target);

// Verb::copy_file with the file `source`, and the place of the copy relative to the layer. In
// file_copy.cpp.
long make_file_copy(const Step& step, const char* source, const Scene& scene);
Path file_in_layer(const Step& step);

// Verb::middle. In middle_layer.cpp.
long make_middle_layer(const Step& step, const Scene& scene);

// Brings up the loopback device of the current network namespace and routes multicast to it. In
// loopback.cpp.
long bring_loopback_up();

}  // namespace isorun
