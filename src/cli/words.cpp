#include "cli/words.hpp"

#include <algorithm>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/program.hpp"
#include "cli/config.hpp"
#include "cli/help.hpp"
#include "cli/option_values.hpp"
#include "cli/parse.hpp"
#include "cli/results_words.hpp"
#include "cli/run_options.hpp"
#include "cli/sandbox_options.hpp"

namespace isorun {
namespace {

// Of exec: the whole command's.
class ExecOptions {
 public:
  void add_to(CLI::App& app) {
    app.add_option("--timeout", timeout_, "end the command after TIME, with exit code 124")
        ->type_name("TIME");
  }
  Result<void> read(Options& options) const {
    return read_duration("--timeout", timeout_, options.timeout);
  }

 private:
  std::string timeout_;
};

// What isorun.toml says goes before the user's own words, so that these win.
Result<void> add_config(std::vector<std::string>& words, const CLI::App& app, Options& options) {
  RunOptions run_options;
  SandboxOptions sandbox_options;
  CLI::App known;
  run_options.add_to(known);
  sandbox_options.add_to(known);
  Result<Config> config = read_config(words, known, app);
  if (!config) return std::unexpected(config.error());
  words.insert(words.begin(), config->words.begin(), config->words.end());
  options.rules = std::move(config->rules);
  options.collect = std::move(config->collect);
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
  if (reads_results(entry.subcommand)) return parse_results_words(entry, std::move(words));
  Request request{.subcommand = entry.subcommand};
  request.options.jobs = std::max(1U, std::thread::hardware_concurrency());
  SandboxOptions sandbox_options;
  RunOptions run_options;
  ExecOptions exec_options;
  CLI::App app;
  app.prefix_command();
  app.option_defaults()->take_last();  // so that an alias of the shell's can hold preferences
  add_general_options(app);
  if (entry.subcommand == Subcommand::run || entry.subcommand == Subcommand::list)
    run_options.add_to(app);
  if (entry.subcommand == Subcommand::list)
    app.add_flag("--json", request.options.as_json, "print the units as JSON");
  sandbox_options.add_to(app);
  std::string config;  // read before all else
  app.add_option("--config", config,
                 "a file of options (default: the nearest isorun.toml upward); none: do without")
      ->type_name("FILE");
  if (Result<void> added = add_config(words, app, request.options); !added)
    return std::unexpected(added.error());
  // After the file: there it is a unit's.
  if (entry.subcommand == Subcommand::exec) exec_options.add_to(app);
  refuse_missing_values(app);
  const Result<std::string> text = parse(
      app, std::move(words), [&] { return is_general ? general_help() : help_of(entry, app); });
  if (!text) return std::unexpected(text.error());
  request.text = *text;
  if (!text->empty()) return request;
  for (const Result<void>& good :
       {run_options.read(request.options), exec_options.read(request.options),
        sandbox_options.read(request.options.layout)}) {
    if (!good) return std::unexpected(good.error());
  }
  Result<std::vector<std::string>> command = command_of(app.remaining(), entry);
  if (!command) return std::unexpected(command.error());
  request.options.command = *command;
  request.options.layout.visible = *command;
  if (const std::string program = find_program(command->front()); !program.empty())
    request.options.layout.visible.push_back(program);
  return request;
}

}  // namespace isorun
