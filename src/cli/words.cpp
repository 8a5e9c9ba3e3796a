#include "cli/words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/config.hpp"
#include "cli/help.hpp"
#include "cli/values.hpp"
#include "suite/framework.hpp"
#include "suite/sharded.hpp"

namespace isorun {
namespace {

constexpr unsigned most_jobs = 1024;

struct DirectoryOption {
  const char* name;
  Mode mode;
  const char* help;
};

constexpr std::array directory_options = {
    DirectoryOption{"--overlay", Mode::overlay, "copy-on-write: writes go to the shard's layer"},
    DirectoryOption{"--copy", Mode::copy,
                    "a copy of its own, for what an overlay cannot do (see isorun(1))"},
    DirectoryOption{"--tmpfs", Mode::tmpfs, "private and empty"},
    DirectoryOption{"--read-only", Mode::read_only, "writing fails with EROFS"},
    DirectoryOption{"--share", Mode::share, "the host's own: writes go through"},
    DirectoryOption{"--hide", Mode::hide, "empty and read-only"},
};

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

// What CLI11 fills, before it is checked.
struct Raw {
  std::string jobs;
  std::string config;  // read before all else
  std::vector<std::pair<Mode, std::string>> directories;
  std::vector<std::string> binds;
  std::string network = "private";
  std::string isolation = "everything";
  std::string sharding = "auto";
  std::string timeout;
  std::string list_timeout;
  std::string scratch_size;
};

const std::map<std::string, Network> networks = {{"private", Network::slot},
                                                 {"fresh", Network::fresh},
                                                 {"host", Network::host},
                                                 {"none", Network::none}};
const std::map<std::string, Isolation> isolations = {{"everything", Isolation::everything},
                                                     {"declared", Isolation::declared}};
const std::map<std::string, Sharding> shardings = {{"auto", Sharding::automatic},
                                                   {"none", Sharding::none}};

template <class Value>
std::string names_of(const std::map<std::string, Value>& values) {
  std::string names;
  for (const auto& [name, value] : values) names += (names.empty() ? "" : ", ") + name;
  return names;
}

std::string framework_names() {
  std::string names;
  for (const Framework& framework : frameworks()) names += fmt::format("{}, ", framework.name);
  return names + std::string(sharded);
}

void add_sandbox_options(CLI::App& app, Raw& raw, Options& options) {
  const char* const group = "What the sandbox shows";
  for (const DirectoryOption& entry : directory_options) {
    const auto add = [&raw, mode = entry.mode](const std::string& path) {
      raw.directories.emplace_back(mode, path);
    };
    app.add_option_function<std::string>(entry.name, add, entry.help)
        ->type_name("DIR")
        ->trigger_on_parse()
        ->group(group);
  }
  const auto add_bind = [&raw](const std::string& word) { raw.binds.push_back(word); };
  app.add_option_function<std::string>("--bind", add_bind, "SRC of the host at DST, shared")
      ->type_name("SRC:DST")
      ->trigger_on_parse()
      ->group(group);
  app.add_option("--net", raw.network,
                 "private: one network a slot (default); fresh: one a shard; host; none")
      ->type_name("MODE")
      ->group(group);
  app.add_option("--isolate", raw.isolation,
                 "everything (default), or declared: only the directories that are named")
      ->type_name("WHAT")
      ->group(group);
  app.add_option("--scratch", options.layout.scratch,
                 "keep what shards write on disk, in DIR, not in memory")
      ->type_name("DIR")
      ->group(group);
  app.add_option("--scratch-size", raw.scratch_size,
                 "limit of one shard's writes, e.g. 512M (default: half of the memory)")
      ->type_name("SIZE")
      ->group(group);
}

void add_timeout(CLI::App& app, Raw& raw, const char* help) {
  app.add_option("--timeout", raw.timeout, help)->type_name("TIME");
}

void add_run_options(CLI::App& app, Raw& raw, Options& options) {
  app.add_option("-j,--jobs", raw.jobs,
                 "slots: shards that run at once (default: as many as processors)")
      ->type_name("N");
  app.add_option("--list", options.list,
                 "one unit a line, from FILE or - (stdin), put where {} stands in the command")
      ->type_name("FILE");
  app.add_option("--framework", options.framework,
                 "what the command is, not what it looks like: " + framework_names())
      ->type_name("NAME");
  app.add_option("--list-timeout", raw.list_timeout,
                 "how long the command may take to list its tests (default: 60s)")
      ->type_name("TIME");
  app.add_option("--shards", raw.sharding,
                 "auto (default), or none: run as many copies of the command as slots")
      ->type_name("HOW");
  app.add_option("--collect", options.collect,
                 "merge what the suite wrote to PATTERN by RULE, cost or json-sum, e.g. "
                 "'/tmp/test_*.json=cost'")
      ->type_name("PATTERN=RULE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--out", options.out, "the results directory (default: isorun-out)")
      ->type_name("DIR");
  app.add_option("--history", options.history,
                 "the file of earlier durations (default: in the user's cache directory)")
      ->type_name("FILE");
  add_timeout(app, raw, "end a unit after TIME, e.g. 90, 1.5s, 500ms, 5m");
}

template <class Value>
Result<Value> look_up(const std::map<std::string, Value>& values, const std::string& word,
                      const char* option) {
  const auto found = values.find(word);
  if (found != values.end()) return found->second;
  return refuse(fmt::format("{} {}: not one of {}", option, word, names_of(values)));
}

Result<void> check_layout(const Raw& raw, Layout& layout) {
  for (const auto& [mode, path] : raw.directories) layout.directories.push_back({path, mode});
  for (const std::string& word : raw.binds) {
    const std::size_t colon = word.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == word.size()) {
      return refuse(fmt::format("--bind {}: must be SRC:DST", word));
    }
    layout.binds.push_back({word.substr(0, colon), word.substr(colon + 1)});
  }
  const Result<Network> network = look_up(networks, raw.network, "--net");
  if (!network) return std::unexpected(network.error());
  layout.network = *network;
  const Result<Isolation> isolation = look_up(isolations, raw.isolation, "--isolate");
  if (!isolation) return std::unexpected(isolation.error());
  layout.isolation = *isolation;
  if (raw.scratch_size.empty()) return {};
  const std::optional<std::uint64_t> size = parse_size(raw.scratch_size);
  if (!size)
    return refuse(fmt::format("--scratch-size {}: must be like 512M or 2G", raw.scratch_size));
  if (!layout.scratch.empty())
    return refuse("--scratch-size limits memory; with --scratch the disk is the limit");
  layout.scratch_bytes = *size;
  return {};
}

Result<void> check_durations(const Raw& raw, Options& options) {
  struct Entry {
    const char* option;
    const std::string& word;
    std::chrono::nanoseconds& value;
  };
  for (const Entry& entry : {Entry{"--timeout", raw.timeout, options.timeout},
                             Entry{"--list-timeout", raw.list_timeout, options.list_timeout}}) {
    if (entry.word.empty()) continue;
    const std::optional<std::chrono::nanoseconds> value = parse_duration(entry.word);
    if (!value) {
      return refuse(
          fmt::format("{} {}: must be like 90, 1.5s, 500ms or 5m", entry.option, entry.word));
    }
    entry.value = *value;
  }
  return {};
}

Result<void> check_framework(const std::string& name) {
  const bool is_known = name.empty() || name == sharded ||
                        std::ranges::count(frameworks(), name, &Framework::name) > 0;
  if (is_known) return {};
  return refuse(fmt::format("--framework {}: not one of {}", name, framework_names()));
}

Result<void> check(const Raw& raw, Options& options) {
  if (Result<void> good = check_layout(raw, options.layout); !good) return good;
  const Result<Sharding> sharding = look_up(shardings, raw.sharding, "--shards");
  if (!sharding) return std::unexpected(sharding.error());
  options.sharding = *sharding;
  if (!raw.jobs.empty()) {
    const std::optional<unsigned> jobs = parse_count(raw.jobs, most_jobs);
    if (!jobs) return refuse(fmt::format("--jobs {}: must be 1 to {}", raw.jobs, most_jobs));
    options.jobs = *jobs;
  }
  if (Result<void> good = check_framework(options.framework); !good) return good;
  return check_durations(raw, options);
}

// What isorun.toml says goes before the user's own words, so that these win.
Result<void> add_config(std::vector<std::string>& words, const CLI::App& app, Request& request) {
  Raw raw;
  Options options;
  CLI::App known;
  add_run_options(known, raw, options);
  add_sandbox_options(known, raw, options);
  Result<Config> config = read_config(words, known, app);
  if (!config) return std::unexpected(config.error());
  words.insert(words.begin(), config->words.begin(), config->words.end());
  request.unit_rules = std::move(config->rules);
  return {};
}

// `--overlay --` and `--overlay= -j1` have lost their directory; taking the next word for it would
// run the command with an option less.
void refuse_missing_values(CLI::App& app) {
  const auto complain = [](const std::string& value) -> std::string {
    const bool is_option = value.starts_with('-') && value != "-";
    return value.empty() || is_option ? "needs a value; write ./-x for a file -x" : "";
  };
  for (CLI::Option* option : app.get_options()) {
    if (option->get_items_expected_max() > 0) option->check(complain, "");
  }
}

// Options end at the first word that is not one (CVE-2024-32462 is about doing otherwise).
Result<std::vector<std::string>> command_of(std::vector<std::string> rest,
                                            const SubcommandEntry& entry) {
  if (!rest.empty() && rest[0] == "--") {
    rest.erase(rest.begin());
  } else if (!rest.empty() && rest[0].starts_with('-')) {
    return refuse(fmt::format("unknown option {}; see isorun {} --help", rest[0], entry.word));
  }
  if (rest.empty() || rest[0].empty())
    return refuse(fmt::format("no command; usage: {}", entry.usage));
  return rest;
}

const SubcommandEntry& take_subcommand(std::vector<std::string>& words) {
  for (const SubcommandEntry& entry : subcommands()) {
    if (words.empty() || words[0] != entry.word) continue;
    words.erase(words.begin());
    return entry;
  }
  return subcommands().front();
}

}  // namespace

Result<Request> parse_words(std::vector<std::string> words) {
  const bool is_general = words.size() == 1 && (words[0] == "--help" || words[0] == "-h");
  const SubcommandEntry& entry = take_subcommand(words);
  Request request{.subcommand = entry.subcommand};
  request.options.jobs = std::max(1U, std::thread::hardware_concurrency());
  Raw raw;
  CLI::App app;
  app.prefix_command();
  app.option_defaults()->take_last();  // so that an alias of the shell's can hold preferences
  app.set_help_flag("-h,--help", "print this and exit");
  app.set_version_flag("--version", "isorun " ISORUN_VERSION, "print the version and exit");
  if (entry.subcommand == Subcommand::run || entry.subcommand == Subcommand::list)
    add_run_options(app, raw, request.options);
  add_sandbox_options(app, raw, request.options);
  app.add_option("--config", raw.config,
                 "a file of options (default: the nearest isorun.toml upward); none: do without")
      ->type_name("FILE");
  if (Result<void> added = add_config(words, app, request); !added)
    return std::unexpected(added.error());
  // After the file: there it is a unit's.
  if (entry.subcommand == Subcommand::exec)
    add_timeout(app, raw, "end the command after TIME, with exit code 124");
  refuse_missing_values(app);
  std::ranges::reverse(words);  // CLI11 takes them from the back
  try {
    app.parse(words);
  } catch (const CLI::CallForVersion& version) {
    request.text = std::string(version.what()) + "\n";
    return request;
  } catch (const CLI::CallForHelp&) {
    request.text = is_general ? general_help() : help_of(entry, app);
    return request;
  } catch (const CLI::ParseError& error) {
    return refuse(error.what());
  }
  if (Result<void> good = check(raw, request.options); !good) return std::unexpected(good.error());
  Result<std::vector<std::string>> command = command_of(app.remaining(), entry);
  if (!command) return std::unexpected(command.error());
  request.options.command = *command;
  request.options.layout.visible = *command;
  return request;
}

}  // namespace isorun
