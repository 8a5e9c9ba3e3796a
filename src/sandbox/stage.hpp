// The stage: a process between clone and exec, for as long as the run lasts. System calls only.
#pragma once

#include <cstdint>

#include <linux/filter.h>

#include "sandbox/plan.hpp"
#include "sandbox/scratch.hpp"
#include "sandbox/wire.hpp"

namespace isorun {

// Made by the launcher before the clone; the stage and its shards read it in their copy of the
// memory.
struct StageOrders {
  const Plan* plan = nullptr;
  sock_fprog filter{};             // of the stage, and so of every command
  std::uint64_t capabilities = 0;  // that a command keeps: a bit for each number of capabilities(7)
  int capability_count = 0;        // how many this kernel knows
  int socket = -1;                 // to the launcher
  RunName dying_run{};             // of the stage before this one, which was killed
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
  RunDirectory run;         // on a scratch disk
  int is_placed;            // written by the stage: the shard is in its process group
  unsigned file_mode_mask;  // of the command: the caller's; see umask(2)
  const char* working_directory;
  const char* const* candidates;  // ends with null
  const char** words;             // ends with null; words[-1] is free
  const char* const* variables;   // ends with null
};

// Pid 1 of a shard: sets the sandbox up, starts the command, reaps, reports.
[[noreturn]] void run_shard(const ShardOrders& orders);

// Sends a report over a shard's channel, with a descriptor if `layer` is one.
void send_report(int channel, const ShardReport& report, int layer);

}  // namespace isorun
