// A suite: the command after `--`, the units it holds, how to run them, and what became of them.
// One implementation a framework, one file each; all of them pure.
#pragma once

#include <chrono>
#include <cstddef>
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

// What the user typed and where: the words after `--`, and the environment as NAME=VALUE.
struct UserCommand {
  Words argv{};
  Words environment{};
  std::string support{};          // where isorun's own files for frameworks are: absolute
  std::vector<int> skip_codes{};  // exit codes beside 77 with which a script was skipped
};

// What a unit asks of the schedule.
struct Needs {
  std::vector<std::string> locks{};     // names that no two running units may hold at once
  std::string bundle{};                 // units of one bundle share a shard, in listing order
  unsigned slots = 1;                   // how many of the -j slots it fills
  bool serial = false;                  // nothing else runs meanwhile
  std::size_t program = 0;              // only units of one program share a shard
  std::chrono::nanoseconds expected{};  // where no earlier run tells; 0: unknown
};

struct Unit {
  std::string name;     // as shown: "Suite.Test", a list's line, "suite (shard 1 of 4)"
  std::string suite{};  // what the framework groups it by: a class, a module; may be empty
  std::string file{};   // where it is written; may be empty
  Needs needs{};
};

struct ShardCommand {
  Words argv{};
  Words set{};    // NAME=VALUE, over the user's environment
  Words unset{};  // NAMEs to remove from it
  // Whether standard error is its standard output: it keeps apart itself what its tests write, and
  // its own lines are in order then.
  bool joins_errors = false;
};

// What keeps units in one shard, as far as its limits allow.
enum class Group { none, suite, file };

// Whether only what failed last time is to run, and what is if nothing did.
enum class LastFailed { ignored, else_all, else_none };

// How much one shard may hold.
struct ShardLimits {
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  std::size_t units = none;
  std::size_t bytes = none;  // of the sum of Suite::bytes() over its units
};

// What a command left behind when it ended.
struct Evidence {
  enum class Stop { none, timeout, interrupted };  // whether isorun ended it, and why
  Ending ending{};
  Stop stop = Stop::none;
  std::optional<Reason> hint{};  // what the runner saw and the ending does not tell: disk_full, ...
  std::string_view output{};     // what came on standard output, which alone tells of tests
  std::string_view log{};        // and on standard error, in the order of arrival: complaints
  // The content of a file in the results directory; nullopt where there is none.
  std::function<std::optional<std::string>(std::string_view name)> file{};
};

struct ShardProblem {
  Reason reason = Reason::failed;
  std::string detail{};
};

struct ShardResults {
  std::vector<UnitResult> results{};   // at most one a unit, in the order of the units
  std::vector<std::size_t> not_run{};  // units without a result: run them again, or report them
  // What went wrong beside the units' own results; the run fails with it. With `results` empty,
  // running `not_run` again would only end the same way.
  std::optional<ShardProblem> problem{};
  // Without results: whether each of `not_run` in a shard of its own would have one.
  bool tells_one_by_one = false;
  // Set where the results prove nothing and the whole run must stop.
  std::optional<Error> error{};
};

// A small file on the host in which a framework itself remembers its last run.
struct StateFile {
  std::string path{};  // relative to the working directory
  std::string content{};
};

// What a framework would have seen of a run.
struct LastRun {
  std::span<const UnitResult> results;  // at most one a unit, in listing order: the last attempts'
  std::chrono::system_clock::time_point end{};
  // The content of a file on the host; nullopt where there is none.
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

  // How the framework's own users would group units, where the user does not say.
  [[nodiscard]] virtual Group group() const { return Group::none; }

  // How many failures the user's own words allow before the run ends, as pytest's -x; 0: any.
  [[nodiscard]] virtual unsigned max_fail() const { return 0; }

  // What the user's own words ask for, as pytest's --lf.
  [[nodiscard]] virtual LastFailed last_failed() const { return LastFailed::ignored; }

  // What the user's own words or configuration have each shard write, for one of the whole.
  [[nodiscard]] virtual std::vector<Report> reports() const { return {}; }

  // What the framework would leave on the host for its next run, had it run this one itself.
  [[nodiscard]] virtual std::vector<StateFile> remember(const LastRun& /*run*/) const { return {}; }

  // How many commands its one shard, of all units, has run beside it, each in a sandbox of its own
  // (run/relayed_workers.hpp); 0: the units are isorun's to spread over shards.
  [[nodiscard]] virtual unsigned workers() const { return 0; }

  // Files in `directory`, one of which the first shard has to make before others start: so it says
  // that the command splits itself. Empty: the units are known to be parts of the suite.
  [[nodiscard]] virtual std::vector<std::string> proofs() const { return {}; }

  // The shard of `unit` ended without a proof: it was the whole suite, and is called so.
  virtual void stay_whole(std::size_t /*unit*/) {}

  // A sentence about what looks like a unit and is none; empty: there is nothing like that.
  [[nodiscard]] virtual std::string left_out() const { return {}; }

  // A sentence for the end of the summary; empty: nothing to say.
  [[nodiscard]] virtual std::string note() const { return {}; }

  // How to run these units, in this order. `directory` is where the command may leave results:
  // an absolute path as the command sees it, empty, writable, private to the shard.
  [[nodiscard]] virtual ShardCommand command(std::span<const std::size_t> units,
                                             std::string_view directory) const = 0;

  [[nodiscard]] virtual ShardResults results(std::span<const std::size_t> units,
                                             const Evidence& evidence) const = 0;

  // The unit that is running in a shard of these units, whose log ends with `tail`, a few KiB;
  // nullopt where that does not tell.
  [[nodiscard]] virtual std::optional<std::size_t> running(std::span<const std::size_t> units,
                                                           std::string_view /*tail*/) const {
    return units.size() == 1 ? std::optional(units.front()) : std::nullopt;
  }
};

}  // namespace isorun
