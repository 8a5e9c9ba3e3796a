// The stage: a process between clone and exec that lives as long as the run. System calls only.
#pragma once

#include <cstdint>
#include <optional>

#include <linux/filter.h>
#include <sys/resource.h>

#include <isorun/sandbox.hpp>

#include "base/run_directory.hpp"
#include "sandbox/plan.hpp"
#include "sandbox/steps.hpp"
#include "sandbox/wire.hpp"

namespace isorun {

// Created by the launcher before the clone; the stage and its shards read their copy of it.
struct StageOrders {
  const Plan* plan = nullptr;
  sock_fprog filter{};                // for the stage, and so for every command
  sock_fprog trace_filter{};          // for traced commands
  std::uint64_t capabilities = 0;     // kept by commands: one bit per number in capabilities(7)
  int capability_count = 0;           // the number of capabilities this kernel has
  int oom_score = 0;                  // the oom_score_adj of every command
  int socket = -1;                    // to the launcher
  int launcher_end = -1;              // the other end, to be closed in the stage
  std::uint64_t blocked_signals = 0;  // initially, in commands
  std::optional<rlimit> open_files;   // RLIMIT_NOFILE of commands; nullopt: the stage's own
  RunName dying_run{};                // of the previous stage, if it was killed
};

[[noreturn]] void run_stage(const StageOrders& orders);

struct Program {
  const char* const* candidates;  // ends with null
  const char** words;             // ends with null; words[-1] is free
  const char* const* variables;   // ends with null
};

struct ServiceOrders {
  const ServiceRequest* request;
  Program program;
  Program probe;
  int output;
};

// The input of a shard's pid 1; lives in the region with its stack, until the kernel is done with
// that.
struct ShardOrders {
  const StageOrders* stage;
  StageRequest request;
  int channel;
  int standard[3];
  int slot_network;
  RunDirectory run;  // on a scratch disk
  TreeMemory* memory;
  const int* stage_is_alive;  // 0 once the stage has ended
  int is_placed;              // set by the stage: the shard is in its process group
  int has_ended;              // set by the shard: none of its processes uses the slot's network
  unsigned file_mode_mask;    // the caller's umask(2), for the command
  const char* working_directory;
  Program command;
  ServiceOrders services[Sandbox::max_services];
};

// Pid 1 of a shard: sets up the sandbox, starts the command, reaps, reports.
[[noreturn]] void run_shard(ShardOrders& orders);

}  // namespace isorun
