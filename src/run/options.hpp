// The user's options, validated as far as possible without looking at the host.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <signal.h>
#include <string>
#include <vector>

#include <isorun/layout.hpp>
#include <isorun/service.hpp>

#include "collect/request.hpp"
#include "queue/queue_address.hpp"
#include "report/report_options.hpp"
#include "schedule/filter.hpp"
#include "schedule/schedule.hpp"
#include "schedule/slice.hpp"
#include "schedule/text_matcher.hpp"
#include "schedule/unit_rule.hpp"
#include "suite/adapter.hpp"
#include "suite/suite.hpp"

namespace isorun {

enum class Sharding {
  automatic,  // list the suite's units; a command that cannot be listed must prove that it shards
  none,       // run one copy of the command per slot
};

struct ScheduleOptions {
  std::optional<Group> group;  // nullopt: the suite's default
  Distribution distribution = Distribution::load;
  std::optional<std::uint64_t> shuffle;  // the seed
  unsigned retries = 0;
  unsigned rounds = 1;  // 0: until a unit fails
  bool until_fail = false;
  unsigned max_fail = 0;  // 0: any number
};

// A command of the user that runs once: a set-up before the first shard, a tear-down after the
// last.
struct StepOptions {
  std::string name = {};               // unique among set-ups, or among tear-downs
  std::string command = {};            // for /bin/sh
  std::chrono::nanoseconds timeout{};  // 0: none
  // Only set-ups have these:
  std::string env = {};               // a file of lines NAME=VALUE that it writes; empty: none
  std::optional<Filter> filter = {};  // the units that need it; nullopt: all
  // What else it depends on: patterns of files (collect/pattern.hpp), $NAMEs of variables. What it
  // leaves is cached until one of them changes; nullopt: it is not.
  std::optional<std::vector<std::string>> inputs = {};
};

// A server that shards need: each has its own, in its sandbox.
struct ServiceOptions {
  std::string name = {};     // unique among services
  std::string command = {};  // for /bin/sh
  // `announced`: when a line of its output matches `announcement`. Paths may be relative to the
  // working directory, or begin with ~/.
  ReadinessProbe ready = {};
  TextMatcher announcement = {};
  std::chrono::nanoseconds timeout = std::chrono::seconds(60);  // until it is ready
  int stop = SIGTERM;                                           // the signal
  std::chrono::nanoseconds grace = std::chrono::seconds(10);    // from then until SIGKILL
  std::vector<std::string> env = {};                            // NAME=VALUE
  std::optional<Filter> filter = {};  // the units that need it; nullopt: all
};

// Which shards' layers are kept below the results directory.
enum class Keep { none, failed, all };

struct Options {
  unsigned jobs = 1;  // slots, at least 1
  Layout layout;
  ScheduleOptions schedule;
  ReportOptions report;
  Sharding sharding = Sharding::automatic;
  std::optional<Filter> filter;       // selects units; none: all
  std::optional<Slice> slice;         // this machine's slice; none: the whole suite
  std::optional<QueueAddress> queue;  // shared by several machines; none: this one runs alone
  std::vector<UnitRule> rules;        // from isorun.toml
  std::vector<Adapter> adapters;      // from isorun.toml
  std::string framework;  // one of frameworks() or of the adapters, or "sharded"; empty: detect
  std::chrono::nanoseconds list_timeout = std::chrono::seconds(60);
  std::vector<StepOptions> setups;  // at most Sandbox::max_setups
  std::vector<StepOptions> teardowns;
  std::uint64_t cache_limit = 5UL << 30;    // of all cached set-ups, in bytes
  std::vector<ServiceOptions> services;     // at most Sandbox::max_services
  bool no_build = false;                    // refuse commands that build
  std::vector<int> skip_codes;              // of scripts, beside 77
  std::string list;                         // a file of units, "-" for standard input; empty: none
  std::chrono::nanoseconds deadline{};      // of the run; 0: none
  std::chrono::nanoseconds unit_timeout{};  // run: of each unit; 0: none
  std::chrono::nanoseconds command_timeout{};  // exec: of the command; 0: none
  std::vector<CollectRequest> collect;         // --collect and --export
  Keep keep = Keep::none;
  bool as_json = false;   // list, check
  bool explains = false;  // list: how it was recognized, in place of the units
  std::string out = "isorun-out";
  std::string history;             // a file; empty: in the user's cache directory
  std::vector<std::string> words;  // of the command line: the options that decide how tests run
  std::vector<std::string> command;
};

}  // namespace isorun
