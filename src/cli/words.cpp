#include "cli/words.hpp"

#include <algorithm>
#include <filesystem>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/nearest.hpp"
#include "base/program.hpp"
#include "base/variable.hpp"
#include "cli/config.hpp"
#include "cli/help.hpp"
#include "cli/option_values.hpp"
#include "cli/option_words.hpp"
#include "cli/parse.hpp"
#include "cli/queue_words.hpp"
#include "cli/results_words.hpp"
#include "cli/run_options.hpp"
#include "cli/sandbox_options.hpp"
#include "run/visible_paths.hpp"

namespace isorun {
namespace {

// The options of exec only.
class ExecOptions {
 public:
  void add_to(CLI::App& app) {
    app.add_option("--timeout", timeout_, "end the command after TIME; the exit code is then 124")
        ->type_name("TIME");
  }
  Result<void> read(Options& options) const {
    return read_duration("--timeout", timeout_, options.command_timeout);
  }

 private:
  std::string timeout_;
};

void add_audit_options(CLI::App& app, AuditOptions& audit, std::string& budget) {
  using Form = AuditOptions::Form;
  CLI::Option* verify =
      app.add_flag("--verify", audit.verifies,
                   "run the units of each conflict together in one sandbox: is it confirmed, "
                   "harmless or not reproduced?");
  app.add_option("--budget", budget, "stop verifying after TIME (default: 10m)")
      ->type_name("TIME")
      ->needs(verify);
  CLI::Option* json = app.add_flag_callback(
      "--json", [&audit] { audit.form = Form::json; }, "print all findings as JSON");
  CLI::Option* markdown = app.add_flag_callback(
      "--markdown", [&audit] { audit.form = Form::markdown; },
      "print the table as Markdown, for a pull request");
  CLI::Option* locks = app.add_flag_callback(
      "--locks", [&audit] { audit.form = Form::locks; },
      "print lines for conftest.py, CMakeLists.txt or isorun.toml that keep conflicting units "
      "apart without sandboxes");
  CLI::Option* explain =
      app.add_option(
             "--explain", audit.explain,
             "print the evidence for a test file, suite or unit: which unit did what, in which "
             "process, and when")
          ->type_name("FILE");
  json->excludes(markdown)->excludes(locks)->excludes(explain);
  markdown->excludes(locks)->excludes(explain);
  locks->excludes(explain)->excludes(verify);
}

// `--overlay --` and `--overlay= -j1` lack their directory. Taking the next word instead would
// swallow an option.
void refuse_missing_values(CLI::App& app) {
  const auto complain = [](const std::string& value) -> std::string {
    const bool is_option = value.starts_with('-') && value != "-";
    return value.empty() || is_option ? "needs a value; write ./-x for a file -x" : "";
  };
  for (CLI::Option* option : app.get_options()) {
    if (option->get_items_expected_max() > 0) option->check(complain, "");
  }
}

// Reads the word alone, so that a wrong value is reported with its place in the file.
Result<void> check_word(const ConfigWord& word, const std::vector<Adapter>& adapters) {
  RunOptions run_options;
  SandboxOptions sandbox_options;
  CLI::App app;
  run_options.add_to(app);
  sandbox_options.add_to(app);
  refuse_missing_values(app);
  Options options;
  options.adapters = adapters;
  const Result<std::string> parsed = parse(app, {word.text}, [] { return std::string(); });
  Result<void> result = parsed ? run_options.read(options) : std::unexpected(parsed.error());
  if (result) result = sandbox_options.read(options.layout);
  if (!result) result.error().what.insert(0, word.place + ": ");
  return result;
}

// The options in isorun.toml go before the user's own words, so that the latter win.
Result<void> add_config(std::vector<std::string>& words, const CLI::App& app, Options& options) {
  RunOptions run_options;
  SandboxOptions sandbox_options;
  CLI::App known;
  run_options.add_to(known);
  sandbox_options.add_to(known);
  Result<Config> config = read_config(words, known, app);
  if (!config) return std::unexpected(config.error());
  std::vector<std::string> added;
  for (const ConfigWord& word : config->words) {
    if (Result<void> good = check_word(word, config->adapters); !good) return good;
    added.push_back(word.text);
  }
  words.insert(words.begin(), added.begin(), added.end());
  options.rules = std::move(config->rules);
  options.collect = std::move(config->collect);
  options.setups = std::move(config->setups);
  options.teardowns = std::move(config->teardowns);
  options.services = std::move(config->services);
  options.adapters = std::move(config->adapters);
  return {};
}

// Options end at the first word that is not one (CVE-2024-32462 is about doing otherwise).
Result<std::vector<std::string>> command_of(const CLI::App& app, const SubcommandEntry& entry) {
  std::vector<std::string> rest = app.remaining();
  if (!rest.empty() && rest[0] == "--") {
    rest.erase(rest.begin());
  } else if (!rest.empty() && rest[0].starts_with('-')) {
    return refuse_unknown_option(rest[0], app, entry.word);
  }
  if (entry.subcommand == Subcommand::check) {
    if (!rest.empty()) return refuse(fmt::format("check runs no command; usage: {}", entry.usage));
    return rest;
  }
  if (rest.empty() || rest[0].empty())
    return refuse(fmt::format("no command to run; usage: {}", entry.usage));
  return rest;
}

std::vector<std::string> words_of_subcommands() {
  std::vector<std::string> words = {"help", "version"};
  for (const SubcommandEntry& entry : subcommands()) words.emplace_back(entry.word);
  return words;
}

const SubcommandEntry* find_subcommand(std::string_view word) {
  const auto found = std::ranges::find(subcommands(), word, &SubcommandEntry::word);
  return found == subcommands().end() ? nullptr : &*found;
}

bool asks_for_help(const std::string& word) {
  return word == "--help" || word == "-h" || word == "help";
}

// `isorun help`, `isorun help exec` and `isorun version`, as in many tools. A program of such a
// name is run by `isorun -- help`.
Result<void> rewrite_general_words(std::vector<std::string>& words) {
  if (words.empty() || (words[0] != "help" && words[0] != "version")) return {};
  const bool is_version = words[0] == "version";
  if (words.size() == 1) {
    words = {is_version ? "--version" : "--help"};
  } else if (asks_for_help(words[1])) {
    words = {"--help"};
  } else if (is_version) {
    return refuse("version takes no words; usage: isorun version");
  } else if (find_subcommand(words[1]) != nullptr) {
    words = {words[1], "--help"};
  } else {
    const std::string meant = suggestion(words[1], words_of_subcommands());
    return refuse(fmt::format("unknown subcommand {}{}", words[1],
                              meant.empty() ? "; see isorun --help" : meant));
  }
  return {};
}

// Refuses a word that resembles a subcommand and is not a command.
Result<void> check_first_word(const std::string& word) {
  const std::vector<std::string> names = words_of_subcommands();
  const std::string near = nearest(word, names);
  std::error_code error;
  const bool is_command = !find_program(word).empty() || std::filesystem::exists(word, error);
  if (near.empty() || is_command) return {};
  return refuse(fmt::format("unknown subcommand {}{}", word, suggestion(word, names)));
}

Result<const SubcommandEntry*> take_subcommand(std::vector<std::string>& words) {
  const SubcommandEntry* standard = &subcommands().front();
  if (words.empty() || words[0].starts_with('-')) return standard;
  if (const SubcommandEntry* entry = find_subcommand(words[0])) {
    words.erase(words.begin());
    return entry;
  }
  if (Result<void> good = check_first_word(words[0]); !good) return std::unexpected(good.error());
  return standard;
}

}  // namespace

Result<Request> parse_words(std::vector<std::string> words) {
  if (const Result<void> good = rewrite_general_words(words); !good)
    return std::unexpected(good.error());
  const bool is_general = words.size() == 1 && (words[0] == "--help" || words[0] == "-h");
  const Result<const SubcommandEntry*> subcommand = take_subcommand(words);
  if (!subcommand) return std::unexpected(subcommand.error());
  const SubcommandEntry& entry = **subcommand;
  if (reads_results(entry.subcommand)) return parse_results_words(entry, std::move(words));
  Request request{.subcommand = entry.subcommand};
  request.options.jobs = std::max(1U, std::thread::hardware_concurrency());
  SandboxOptions sandbox_options;
  RunOptions run_options;
  ExecOptions exec_options;
  std::string audit_budget;
  CLI::App app;
  app.prefix_command();
  app.option_defaults()->take_last();  // so that a shell alias can hold preferences
  add_general_options(app);
  constexpr Subcommand with_units[] = {Subcommand::run, Subcommand::list, Subcommand::audit};
  if (std::ranges::count(with_units, entry.subcommand) > 0) run_options.add_to(app);
  if (entry.subcommand == Subcommand::audit) add_audit_options(app, request.audit, audit_budget);
  if (entry.subcommand == Subcommand::list) {
    CLI::Option* json = app.add_flag("--json", request.options.as_json, "print the units as JSON");
    app.add_flag("--explain", request.options.explains,
                 "print which frameworks were considered, and why each was chosen or not")
        ->excludes(json);
  }
  if (entry.subcommand == Subcommand::check)
    app.add_flag("--json", request.options.as_json, "print the findings as JSON");
  sandbox_options.add_to(app);
  std::string config;  // read before everything else
  app.add_option("--config", config,
                 "read options from FILE, not the nearest isorun.toml (none: no file)")
      ->type_name("FILE");
  request.options.words = words_about_tests(words, app);
  if (Result<void> added = add_config(words, app, request.options); !added)
    return std::unexpected(added.error());
  // Added after the file was read: there, `timeout` is that of a unit.
  if (entry.subcommand == Subcommand::exec) exec_options.add_to(app);
  refuse_missing_values(app);
  const Result<std::string> text = parse(
      app, std::move(words), [&] { return is_general ? general_help() : help_of(entry, app); });
  if (!text) return std::unexpected(text.error());
  request.text = *text;
  if (!text->empty()) return request;
  for (const Result<void>& good :
       {run_options.read(request.options), exec_options.read(request.options),
        sandbox_options.read(request.options.layout),
        read_duration("--budget", audit_budget, request.audit.budget)}) {
    if (!good) return std::unexpected(good.error());
  }
  if (entry.subcommand != Subcommand::run)
    request.options.queue.reset();
  else if (Result<void> completed = complete_queue(request.options); !completed)
    return std::unexpected(completed.error());
  Result<std::vector<std::string>> command = command_of(app, entry);
  if (!command) return std::unexpected(command.error());
  request.options.command = *command;
  if (command->empty()) return request;
  std::error_code error;
  request.options.layout.visible =
      visible_paths(*command, variables(), std::filesystem::current_path(error).string());
  if (const std::string program = find_program(command->front()); !program.empty())
    request.options.layout.visible.push_back(program);
  return request;
}

}  // namespace isorun
