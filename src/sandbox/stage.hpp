// The stage: a process between clone and exec, for as long as the run lasts. System calls only.
#pragma once

#include <cstdint>
#include <optional>

#include <linux/filter.h>
#include <sys/resource.h>

#include "sandbox/plan.hpp"
#include "sandbox/scratch.hpp"
#include "sandbox/steps.hpp"
#include "sandbox/wire.hpp"

namespace isorun {

// Made by the launcher before the clone; the stage and its shards read it in their copy of the
// memory.
struct StageOrders {
  const Plan* plan = nullptr;
  sock_fprog filter{};             // of the stage, and so of every command
  std::uint64_t capabilities = 0;  // that a command keeps: a bit for each number of capabilities(7)
  int capability_count = 0;        // how many this kernel knows
  int oom_score = 0;               // of every command: its oom_score_adj
  int socket = -1;                 // to the launcher
  int launcher_end = -1;           // of that socket: not for the stage to keep
  std::uint64_t blocked_signals = 0;  // that a command begins with
  std::optional<rlimit> open_files;   // RLIMIT_NOFILE of a command; nothing: the stage's own
  RunName dying_run{};                // of the stage before this one, which was killed
};

[[noreturn]] void run_stage(const StageOrders& orders);

// What pid 1 of a shard needs; lives in the region that holds its stack, until the kernel has done
// with it.
struct ShardOrders {
  const StageOrders* stage;
  StageRequest request;
  int channel;
  int standard[3];
  int slot_network;
  RunDirectory run;  // on a scratch disk
  TreeMemory* memory;
  int is_placed;            // written by the stage: the shard is in its process group
  int has_ended;            // written by the shard: no process of it uses the slot's network
  unsigned file_mode_mask;  // of the command: the caller's; see umask(2)
  const char* working_directory;
  const char* const* candidates;  // ends with null
  const char** words;             // ends with null; words[-1] is free
  const char* const* variables;   // ends with null
};

// Pid 1 of a shard: sets the sandbox up, starts the command, reaps, reports.
[[noreturn]] void run_shard(ShardOrders& orders);

}  // namespace isorun
