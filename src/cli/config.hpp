// isorun.toml: the options that a project always uses, and settings for some of
// its units.
//
//   jobs = 4
//   overlay = ["data"]            # for options that may be repeated
//   timeout = "30s"
//   [[overrides]]
//   filter = "suite(Database)"    # as --filter
//   lock = "db"
//   [[collect]]
//   pattern = "/tmp/test_*.json"  # as --collect
//   rule = "cost"
//   [[export]]
//   pattern = "golden/**"         # as --export
//   [[setup]]
//   command = "./create-database" # as --setup; [[teardown]] as --teardown
//   [[service]]
//   command = "exec redis-server" # a server that each shard has
//   ready = "tcp:6379"
//   [framework.redis]             # suite/adapter.hpp
//   match = "./runtest"
//   list = "./runtest --list-tests"
//   run = "./runtest --single {unit}"
//
// Keys are the long names of options; paths are relative to the file's directory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

#include "collect/request.hpp"
#include "run/options.hpp"
#include "schedule/unit_rule.hpp"
#include "suite/adapter.hpp"

namespace CLI {
class App;
}

namespace isorun {

struct ConfigWord {
  std::string text;   // --name or --name=value
  std::string place;  // FILE:LINE:COLUMN, for messages
};

struct Config {
  std::vector<ConfigWord> words{};  // to go before the user's own
  std::vector<UnitRule> rules{};
  std::vector<CollectRequest> collect{};
  std::vector<StepOptions> setups{};
  std::vector<StepOptions> teardowns{};
  std::vector<ServiceOptions> services{};
  std::vector<Adapter> adapters{};
};

// A place from which a config file is read.
struct ConfigSource {
  std::string name;       // for messages
  std::string directory;  // what its paths are relative to; empty: the working directory
};

// `known` has the options of all subcommands, `app` those of this one; keys for other subcommands
// are skipped. Errors: Phase::usage, with file, line and column.
Result<Config> parse_config(std::string_view text, const ConfigSource& source,
                            const CLI::App& known, const CLI::App& app);

inline constexpr const char* config_name = "isorun.toml";

// The isorun.toml in the working directory or its nearest ancestor that has one; empty: none.
std::string nearest_config();

// Reads the file that --config names, or else the isorun.toml in the working directory or its
// nearest ancestor that has one. Reads none with `--config none` or --help.
Result<Config> read_config(const std::vector<std::string>& words, const CLI::App& known,
                           const CLI::App& app);

}  // namespace isorun
