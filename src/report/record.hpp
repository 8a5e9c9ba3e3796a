// Everything that is known of a run when it ends: what run.json and the summary are made from.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suite/result.hpp"

namespace isorun {

// One of the times that a unit ran, when it ran more than once.
struct AttemptRecord {
  Reason reason = Reason::passed;
  std::chrono::nanoseconds duration{};
  std::size_t shard = 0;
  std::size_t slot = 0;
  std::string detail{};
  std::string log{};
  std::vector<std::uint64_t> output{};  // lengths of runs: LogPlace::runs in run/interleaving.hpp
};

// What the last attempt left, or with --repeat the first that was not good.
struct UnitRecord {
  std::string name{};
  std::string suite{};             // as the framework groups it; may be empty
  std::string file{};              // where it is written; may be empty
  Reason reason = Reason::passed;  // flaky: good after attempts that were not
  std::chrono::nanoseconds duration{};
  std::size_t shard = 0;
  std::size_t slot = 0;
  std::string detail{};                 // one line; empty when passed
  std::string log{};                    // relative to the results directory: "logs/Suite.Test.log"
  std::vector<std::uint64_t> output{};  // as in AttemptRecord
  std::vector<AttemptRecord> attempts{};  // all, in their order; empty where there was but one
};

struct ShardRecord {
  std::size_t index = 0;
  std::size_t slot = 0;
  std::vector<std::string> units{};
  std::chrono::nanoseconds wall{};
  std::chrono::nanoseconds user{};
  std::chrono::nanoseconds system{};
  std::uint64_t peak_memory_bytes = 0;
  std::uint64_t layer_bytes = 0;
  std::uint64_t layer_files = 0;
  unsigned leftover_processes = 0;
  std::string layer{};   // what is kept of it, relative to the results directory; empty: nothing
  std::string reason{};  // of its first unit that is not good, or "passed", or "interrupted"
};

// One file of the results that was merged out of the layers.
struct CollectedRecord {
  std::vector<std::string> patterns{};  // as the user wrote them
  std::string rule{};
  std::string output{};     // relative to the results directory
  std::uint64_t files = 0;  // how many were merged
};

// One file of the host that came out of the layers.
struct ExportedRecord {
  std::string path{};       // relative to the working directory where it lies below it
  std::string rule{};       // empty: all shards had the same
  std::uint64_t files = 0;  // how many were merged
};

// A path that several shards wrote or deleted, each in its own layer.
struct CollisionRecord {
  std::string path{};
  std::string kind{};  // "write/write", "write/delete", "delete/delete"
  std::vector<std::size_t> shards{};
};

// What units wrote below the working directory and nobody asked for.
inline constexpr std::ptrdiff_t most_kept_out_paths = 100;
struct KeptOutRecord {
  std::uint64_t files = 0;
  std::vector<std::string> paths{};  // relative to it; the first 100 in order
};

// Which part of the suite ran here, where several machines run it.
struct SliceRecord {
  std::size_t number = 1;  // counted from 1
  std::size_t count = 1;
  std::vector<std::string> units{};  // of all slices, in listing order
};

// What ran when the run was interrupted.
struct RunningRecord {
  std::string name{};  // a unit's, or where nobody knows which it was "5 units of shard 3"
  std::chrono::nanoseconds duration{};
};

struct RunRecord {
  std::string version{};
  std::vector<std::string> command{};
  std::size_t slots = 1;
  std::string framework{};
  std::optional<std::uint64_t> shuffle_seed{};
  std::chrono::nanoseconds wall{};
  int exit_code = 0;
  std::string reason{};                  // "passed", "failed", "interrupted", ...
  std::optional<SliceRecord> slice{};    // none: the whole suite
  std::vector<UnitRecord> units{};       // those with a result, in listing order
  std::vector<std::string> not_run{};    // those without, in listing order
  std::vector<RunningRecord> running{};  // of an interrupted run
  std::vector<ShardRecord> shards{};     // by their indices
  std::vector<CollectedRecord> collected{};
  std::vector<ExportedRecord> exported{};
  std::vector<CollisionRecord> collisions{};  // sorted by path
  std::uint64_t paths_of_one_shard = 0;       // written or deleted, but no collision
  std::optional<KeptOutRecord> kept_out{};    // none: nothing
  std::vector<std::string> problems{};        // each makes the run fail
  std::vector<std::string> warnings{};
  std::vector<std::string> notes{};  // lines that the summary ends with
};

// How good the schedule was. No schedule beats the bound: the longest unit, or the sum over the
// slots.
struct Figures {
  std::chrono::nanoseconds sum{};
  const UnitRecord* longest = nullptr;  // null without units
  std::chrono::nanoseconds bound{};
  double speed_up = 0;          // sum / wall; 0 where there is no wall time
  double percent_of_bound = 0;  // bound / wall, in percent
};

Figures figures(const RunRecord& run);

}  // namespace isorun
