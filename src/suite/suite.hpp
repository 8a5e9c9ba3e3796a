// A suite: the command after `--`, its units, how to run them, and their results. One
// implementation per framework, each in its own file, without side effects.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "isorun/ending.hpp"
#include "isorun/error.hpp"
#include "suite/reports.hpp"
#include "suite/result.hpp"

namespace isorun {

// The user's input: the words after `--`, and the environment as NAME=VALUE.
struct UserCommand {
  Words argv{};
  Words environment{};
  std::string support{};          // the directory of isorun's support files: absolute
  std::vector<int> skip_codes{};  // exit codes besides 77 that mean a script was skipped
  Words set{};                    // NAME=VALUE: what its processes get besides isorun's own
};

// A unit's constraints on the schedule.
struct Needs {
  std::vector<std::string> locks{};     // no two running units may hold the same one
  std::string bundle{};                 // units of one bundle share a shard, in listing order
  unsigned slots = 1;                   // number of slots it occupies
  bool serial = false;                  // nothing else may run at the same time
  std::size_t program = 0;              // only units of one program share a shard
  std::uint32_t setups = 0;             // a bit for each set-up that its shard must see
  std::uint32_t services = 0;           // a bit for each service that its shard must have
  std::chrono::nanoseconds expected{};  // without earlier runs; 0: unknown
};

struct Unit {
  std::string name;     // for display: "Suite.Test", a list's line, "suite (shard 1 of 4)"
  std::string suite{};  // the framework's group, such as a class or module; may be empty
  std::string file{};   // the source file; may be empty
  Needs needs{};
};

struct ShardCommand {
  Words argv{};
  Words set{};    // NAME=VALUE, overriding the user's environment
  Words unset{};  // NAMEs to remove from it
  // Whether standard error goes to its standard output, for a command that separates its tests'
  // output itself and whose own lines then stay in order.
  bool joins_errors = false;
};

// What keeps units in one shard, within its limits.
enum class Group { none, suite, file };

// Whether only tests that failed last time should run, and what if there are none.
enum class LastFailed { ignored, else_all, else_none };

// What the user's own words ask of the run.
struct Wishes {
  unsigned max_fail = 0;  // failures after which it ends, such as pytest's -x; 0: never
  LastFailed last_failed = LastFailed::ignored;  // such as pytest's --lf
  // The number of commands that its only shard, with all units, runs beside it, each in its own
  // sandbox (run/relayed_workers.hpp); 0: isorun distributes the units over shards.
  unsigned workers = 0;
};

// The capacity of one shard.
struct ShardLimits {
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  std::size_t units = none;
  std::size_t bytes = none;  // limit for the sum of Suite::bytes() over its units
};

// What a command left when it ended.
struct Evidence {
  enum class Stop { none, timeout, interrupted };  // whether and why isorun ended it
  Ending ending{};
  Stop stop = Stop::none;
  // observed by the runner, not visible in the ending: disk_full, ...
  std::optional<Reason> hint{};
  std::string_view output{};  // standard output, the only source of test results
  std::string_view log{};     // standard output and error in order of arrival, for messages
  Words lost_services{};      // what became of services that ended while the command ran
  // The content of a file in the results directory; nullopt if it does not exist.
  std::function<std::optional<std::string>(std::string_view name)> file{};
  // The contents of the files that it wrote anywhere and that match a pattern
  // (collect/pattern.hpp).
  std::function<std::vector<std::string>(std::string_view pattern)> written{};
};

struct ShardProblem {
  Reason reason = Reason::failed;
  std::string detail{};
};

struct ShardResults {
  std::vector<UnitResult> results{};   // at most one per unit, in order
  std::vector<std::size_t> not_run{};  // units without a result: to be run again or reported
  // A problem beyond the units' results, which fails the run. With empty `results`, running
  // `not_run` again would end the same way.
  std::optional<ShardProblem> problem{};
  // Says whether, if there are no results, each of `not_run` would get one in its own shard.
  bool tells_one_by_one = false;
  // Set if the results prove nothing and the whole run must stop.
  std::optional<Error> error{};
};

// A small file on the host in which a framework records its last run.
struct StateFile {
  std::string path{};  // relative to the working directory
  std::string content{};
};

// A run from a framework's point of view.
struct LastRun {
  std::span<const UnitResult> results;  // at most one per unit, in listing order: the last attempts
  std::chrono::system_clock::time_point end{};
  // The content of a file on the host; nullopt if it does not exist.
  std::function<std::optional<std::string>(const std::string& path)> file{};
};

class Suite {
 public:
  Suite() = default;
  Suite(const Suite&) = delete;
  Suite& operator=(const Suite&) = delete;
  virtual ~Suite() = default;

  [[nodiscard]] virtual std::string_view framework() const = 0;  // "googletest"
  [[nodiscard]] virtual const std::vector<Unit>& units() const = 0;
  [[nodiscard]] virtual ShardLimits limits() const { return {.units = 1}; }
  [[nodiscard]] virtual std::size_t bytes(std::size_t /*unit*/) const { return 0; }

  // How the framework's users expect units to be grouped by default.
  [[nodiscard]] virtual Group group() const { return Group::none; }

  [[nodiscard]] virtual Wishes wishes() const { return {}; }

  // The reports that the user's own words or configuration request.
  [[nodiscard]] virtual std::vector<Report> reports() const { return {}; }

  // The files that the framework itself would have left on the host for its next run.
  [[nodiscard]] virtual std::vector<StateFile> remember(const LastRun& /*run*/) const { return {}; }

  // Files in `directory`; the first shard must create one of them before others start, to prove
  // that the command shards. Empty: no proof is needed.
  [[nodiscard]] virtual std::vector<std::string> proofs() const { return {}; }

  // The shard of `unit` ended without a proof: it ran the whole suite, and is renamed accordingly.
  virtual void stay_whole(std::size_t /*unit*/) {}

  // How long a shard takes before it looks for its own tests. A listing that takes longer looks for
  // all tests meanwhile. 0: unknown.
  [[nodiscard]] virtual std::chrono::nanoseconds start_up() const { return {}; }

  // Whether a running shard lets isorun give units that it has not begun to another shard. Its
  // command then creates the file claim-N in `directory` before it begins the N-th of its units,
  // from 0, all in order. If it exists already, this unit and those after it run elsewhere.
  [[nodiscard]] virtual bool gives_back() const { return false; }

  // Whether its processes name the source lines of calls, if they get the variables ISORUN_LINES,
  // the directory where they look for a line right before a call (audit/caller.hpp), and
  // ISORUN_SOURCES, that which holds the user's own code.
  [[nodiscard]] virtual bool names_lines() const { return false; }

  // A sentence about files that look like units but are not; empty: none.
  [[nodiscard]] virtual std::string left_out() const { return {}; }

  // A sentence for the end of the summary; empty: none.
  [[nodiscard]] virtual std::string note() const { return {}; }

  // The command that runs these units, in order. `directory` is for its results: an absolute path
  // in the sandbox, empty, writable, private to the shard.
  [[nodiscard]] virtual ShardCommand command(std::span<const std::size_t> units,
                                             std::string_view directory) const = 0;

  [[nodiscard]] virtual ShardResults results(std::span<const std::size_t> units,
                                             const Evidence& evidence) const = 0;

  // The unit running in a shard of these units, judging by `tail`, the last few KiB of the log;
  // nullopt if unknown.
  [[nodiscard]] virtual std::optional<std::size_t> running(std::span<const std::size_t> units,
                                                           std::string_view /*tail*/) const {
    return units.size() == 1 ? std::optional(units.front()) : std::nullopt;
  }
};

}  // namespace isorun
