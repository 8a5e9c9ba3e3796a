// All that is known about a finished run: the source of run.json and the summary.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suite/result.hpp"

namespace isorun {

// One attempt at a unit that ran more than once.
struct AttemptRecord {
  Reason reason = Reason::passed;
  std::chrono::nanoseconds duration{};
  std::size_t shard = 0;
  std::size_t slot = 0;
  std::string detail{};
  std::string log{};
  std::vector<std::uint64_t> output{};  // lengths of runs: LogPlace::runs in run/interleaving.hpp
  std::vector<TestResult> tests{};      // as in UnitResult
  // Which attempt at the unit it is, from 1, if others ran elsewhere; none: its place among those
  // here.
  std::optional<std::uint64_t> number{};
};

// The last attempt, or with --repeat the first unsuccessful one.
struct UnitRecord {
  std::string name{};
  std::string suite{};             // the framework's grouping; may be empty
  std::string file{};              // the source file; may be empty
  Reason reason = Reason::passed;  // flaky: passed after a failed attempt
  std::chrono::nanoseconds duration{};
  std::chrono::nanoseconds before{};  // its duration in the history; 0: unknown
  std::size_t shard = 0;
  std::size_t slot = 0;
  std::string detail{};                 // one line; empty when passed
  std::string log{};                    // relative to the results directory: "logs/Suite.Test.log"
  std::vector<std::uint64_t> output{};  // as in AttemptRecord
  std::vector<TestResult> tests{};
  // In order; empty if there was only one. With a queue, those on this machine.
  std::vector<AttemptRecord> attempts{};
  // With a queue: how many of its units had ended with this one; nullopt: it was not told.
  std::optional<std::uint64_t> ended{};
  std::vector<AttemptRecord> uncounted{};  // results of machines on which it ended later
};

// Which attempt at the unit, from 1, is the one in that place; and how many there were in all.
std::size_t number_of_attempt(const UnitRecord& unit, std::size_t place);
std::size_t count_attempts(const UnitRecord& unit);

// Whether it failed, or only passed after a failed attempt.
bool is_wrong(const UnitRecord& unit);

// A server in the sandbox of one shard.
struct ServiceRecord {
  std::string name{};
  std::string state{};                  // its end: "stopped", "killed", "exited", "late", ...
  std::chrono::nanoseconds start_up{};  // until it was ready; 0: it never was
  std::string detail{};                 // one line; empty if it was stopped when asked to
  std::string log{};                    // relative to the results directory
};

struct ShardRecord {
  std::size_t index = 0;
  std::size_t slot = 0;
  std::vector<std::string> units{};
  std::chrono::nanoseconds start{};  // after the start of the run
  std::chrono::nanoseconds wall{};
  std::chrono::nanoseconds user{};
  std::chrono::nanoseconds system{};
  std::uint64_t peak_memory_bytes = 0;
  std::uint64_t layer_bytes = 0;
  std::uint64_t layer_files = 0;
  unsigned leftover_processes = 0;
  std::vector<ServiceRecord> services{};
  std::string layer{};   // its kept layer, relative to the results directory; empty: none
  std::string reason{};  // of its first unsuccessful unit, or "passed", or "interrupted"
};

// A set-up or tear-down.
struct StepRecord {
  std::string kind{};  // "setup", "teardown"
  std::string name{};
  std::string command{};
  Reason reason = Reason::passed;
  std::chrono::nanoseconds duration{};
  std::string detail{};  // one line; empty when passed
  std::string log{};     // relative to the results directory
  std::string cache{};   // of a set-up with inputs: "used", "stored", "not-stored"; else empty
  std::string cache_detail{};  // one line: why not
};

// " (cached)", " (not cached: ...)", or nothing: for after the name or the detail.
std::string note_on_cache(const StepRecord& step);

// A file in the results that was merged from the layers.
struct CollectedRecord {
  std::vector<std::string> patterns{};  // as the user wrote them
  std::string rule{};
  std::string output{};     // relative to the results directory
  std::uint64_t files = 0;  // how many were merged
};

// A file of the host that was written from the layers.
struct ExportedRecord {
  std::string path{};       // relative to the working directory if below it
  std::string rule{};       // empty: equal in all shards
  std::uint64_t files = 0;  // how many were merged
};

// A path that several shards wrote or deleted.
struct CollisionRecord {
  std::string path{};
  std::string kind{};  // "write/write", "write/delete", "delete/delete"
  std::vector<std::size_t> shards{};
};

// Files written below the working directory that were neither collected nor exported.
inline constexpr std::ptrdiff_t most_kept_out_paths = 100;
struct KeptOutRecord {
  std::uint64_t files = 0;
  std::vector<std::string> paths{};  // relative to the working directory; the first 100 in order
};

// The list of units that several machines share; units.json has their names.
struct ListRecord {
  std::string name{};     // tells lists apart
  std::size_t units = 0;  // how many
  bool operator==(const ListRecord&) const = default;
};

// The part of the suite that ran here, if several machines share it.
struct SliceRecord {
  std::size_t number = 1;  // 1-based
  std::size_t count = 1;
  std::string cut_by{};  // tells durations apart by which slices were cut; empty: cut by number
  ListRecord list{};     // of all slices
};

// This machine's part, if several pull the suite's units from one queue.
struct QueueRecord {
  std::string id{};         // the queue's, random
  std::size_t machine = 1;  // in the order in which they joined, from 1
  std::string host{};
  std::string lost{};  // why it lost the queue; empty: it did not
  ListRecord list{};   // of all machines
};

// A unit that was running when the run was interrupted.
struct RunningRecord {
  std::string name{};  // "5 units of shard 3" if it is unknown which
  std::chrono::nanoseconds duration{};
};

struct RunRecord {
  std::string version{};
  std::vector<std::string> options{};  // as given, if they decide how tests run
  std::vector<std::string> command{};
  std::size_t slots = 1;
  std::string framework{};
  std::string group{};  // "suite" or "file", whose units stayed together; empty: any were apart
  std::string proc{};   // "host": the shards showed the caller's /proc; empty: each its own
  std::optional<std::uint64_t> shuffle_seed{};
  std::chrono::nanoseconds wall{};
  int exit_code = 0;
  std::string reason{};                // "passed", "failed", "interrupted", ...
  std::optional<SliceRecord> slice{};  // none: the whole suite
  std::optional<QueueRecord> queue{};  // none: the suite was this machine's
  std::vector<UnitRecord> units{};     // those with a result, in listing order
  std::vector<std::string> not_run{};  // those without a result, in listing order
  // With a queue: units that failed here, with their attempts, and ran again on other machines.
  std::vector<UnitRecord> handed_on{};
  std::vector<RunningRecord> running{};  // if the run was interrupted
  std::vector<StepRecord> steps{};       // set-ups and tear-downs, in order
  std::vector<ShardRecord> shards{};     // by index
  std::vector<CollectedRecord> collected{};
  std::vector<ExportedRecord> exported{};
  std::vector<CollisionRecord> collisions{};  // sorted by path
  std::uint64_t paths_of_one_shard = 0;       // written or deleted by one shard only
  std::optional<KeptOutRecord> kept_out{};    // none: no such files
  std::vector<std::string> problems{};        // each fails the run
  std::vector<std::string> warnings{};
  std::vector<std::string> notes{};  // the last lines of the summary
};

// The quality of the schedule. No schedule beats the bound: the longest unit, the longest group if
// its units stay together, or the sum over the slots.
struct Figures {
  std::chrono::nanoseconds sum{};
  const UnitRecord* longest = nullptr;  // null if there are no units
  std::chrono::nanoseconds bound{};
  double speed_up = 0;          // sum / wall; 0 if there is no wall time
  double percent_of_bound = 0;  // bound / wall, in percent
};

Figures figures(const RunRecord& run);

}  // namespace isorun
