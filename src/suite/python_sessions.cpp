#include "suite/python_sessions.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/shell.hpp"
#include "base/text.hpp"
#include "suite/driver.hpp"
#include "suite/reports.hpp"
#include "suite/verdict.hpp"
#include "suite/whole.hpp"

namespace isorun::python_sessions {
namespace {

constexpr std::string_view report = "report.json";

// The number of words that start the tool: `tox`, `python3 -m tox`. 0 if it is another one.
std::size_t program_words(const Words& argv, std::string_view tool) {
  if (base_name(argv[0]) == tool) return 1;
  const bool is_module = argv.size() > 2 && base_name(argv[0]).starts_with("python") &&
                         argv[1] == "-m" && argv[2] == tool;
  return is_module ? 3 : 0;
}

// Whether the tool runs all commands of environments. `others`: options that only ask it something,
// or only make the environments.
bool runs(const Words& argv, std::string_view tool, std::span<const std::string_view> subcommands,
          std::span<const std::string_view> others) {
  const std::size_t first = program_words(argv, tool);
  if (first == 0) return false;
  const auto begin = argv.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = std::find(begin, argv.end(), "--");
  const bool has_subcommand = begin != end && !begin->starts_with('-');
  return (!has_subcommand || std::ranges::find(subcommands, *begin) != subcommands.end()) &&
         std::find_first_of(begin, end, others.begin(), others.end()) == end;
}

bool is_of_tox(const UserCommand& command) {
  constexpr std::array<std::string_view, 6> subcommands = {"run", "r",      "run-parallel",
                                                           "p",   "legacy", "le"};
  constexpr std::array<std::string_view, 14> others = {
      "--help",     "-h", "--version",      "--notest", "-n",           "--listenvs", "-l",
      "--pkg-only", "-b", "--listenvs-all", "-a",       "--showconfig", "--devenv",   "--sdistonly",
  };
  return runs(command.argv, "tox", subcommands, others);
}

bool is_of_nox(const UserCommand& command) {
  constexpr std::array<std::string_view, 8> others = {
      "--help", "-h", "--version", "--install-only", "--list", "-l", "--list-sessions", "--usage"};
  return runs(command.argv, "nox", {}, others);
}

// The command with more of the tool's own options.
Words with_options(const Words& argv, const Words& options) {
  Words result = argv;
  result.insert(std::ranges::find(result, "--"), options.begin(), options.end());
  return result;
}

// Where the tools, virtualenv and the installers keep what they fetch.
ShardCommand question(const UserCommand& /*command*/) {
  constexpr std::string_view script =
      "pwd -P; data=${XDG_DATA_HOME:-$HOME/.local/share} cache=${XDG_CACHE_HOME:-$HOME/.cache}; "
      "printf '%s\\n' \"$data/virtualenv\" \"$cache/virtualenv\" \"${PIP_CACHE_DIR:-$cache/pip}\" "
      "\"${UV_CACHE_DIR:-$cache/uv}\" \"$data/uv\"";
  return {{"sh", "-c", std::string(script)}, {}, {}};
}

std::optional<BuildPlace> place(const UserCommand& command, const Evidence& answer) {
  BuildPlace place{};
  for (const std::string_view line : lines(answer.output)) {
    if (line.starts_with('/')) place.shared.emplace_back(line);
  }
  if (!place.shared.empty()) place.working_directory = place.shared.front();
  for (const std::string_view option : {"--root", "--workdir", "--envdir"}) {
    if (const auto named = value_in(command.argv, {option}))
      place.shared.push_back(named->starts_with('/')
                                 ? std::string(*named)
                                 : fmt::format("{}/{}", place.working_directory, *named));
  }
  return place;
}

constexpr std::string_view depends = "depends";

// Makes the environments, and asks which of them depend on others.
ShardCommand build_with_tox(const UserCommand& command, std::string_view directory) {
  constexpr std::string_view script =
      "left=$1; shift; \"$@\" || exit; {} >\"$left\" 2>/dev/null; :";
  const auto program = static_cast<std::ptrdiff_t>(program_words(command.argv, "tox"));
  Words config(command.argv.begin(), command.argv.begin() + program);
  config.insert(config.end(), {"config", "-e", "ALL", "-k", std::string(depends)});
  for (const char* option : {"-c", "--conf", "--root", "--workdir"}) {
    if (const auto value = value_in(command.argv, {option}))
      config.insert(config.end(), {option, std::string(*value)});
  }
  ShardCommand result = {{"sh", "-c", fmt::format(script, quoted_for_shell(config)), "sh",
                          fmt::format("{}/{}", directory, depends)},
                         {},
                         {}};
  std::ranges::move(with_options(command.argv, {"--notest", "--result-json",
                                                fmt::format("{}/{}", directory, report)}),
                    std::back_inserter(result.argv));
  return result;
}

// nox does not say what it installed, so the files say it.
constexpr std::string_view pytests = "pytests";

ShardCommand build_with_nox(const UserCommand& command, std::string_view directory) {
  constexpr std::string_view script =
      "places=$1 left=$2; shift 2; \"$@\" || exit; ls -d \"$places\"/*/bin/pytest >\"$left\" "
      "2>/dev/null; :";
  ShardCommand result = {{"sh", "-c", std::string(script), "sh",
                          std::string(value_in(command.argv, {"--envdir"}).value_or(".nox")),
                          fmt::format("{}/{}", directory, pytests)},
                         {},
                         {}};
  std::ranges::move(with_options(command.argv, {"--install-only", "--report",
                                                fmt::format("{}/{}", directory, report)}),
                    std::back_inserter(result.argv));
  return result;
}

// What was made for one environment of tox or session of nox.
struct Environment {
  std::string name;
  bool is_skipped = false;
  bool has_pytest = false;
  bool needs_others = false;  // what others wrote
};

bool lists_pytest(const json::Value& environment) {
  const json::Value* packages = json::array_in(environment, "installed_packages");
  return packages != nullptr &&
         std::ranges::any_of(packages->GetArray(), [](const json::Value& package) {
           return package.IsString() &&
                  std::string_view(package.GetString()).starts_with("pytest==");
         });
}

// The environments that depend on others, from the answer of `tox config`:
//   [testenv:coverage]
//   depends = py
std::set<std::string_view> dependent(std::string_view answer) {
  std::set<std::string_view> found;
  std::string_view name;
  for (const std::string_view line : lines(answer)) {
    if (line.starts_with("[testenv:"))
      name = line.substr(9, line.find(']') - 9);
    else if (!trim(line.substr(line.find('=') + 1)).empty() && !line.starts_with('['))
      found.insert(name);
  }
  return found;
}

std::vector<Environment> made_by_tox(const json::Value& said, std::string_view answer) {
  const std::set<std::string_view> needing = dependent(answer);
  std::vector<Environment> made;
  const json::Value* all = json::object_in(said, "testenvs");
  if (all == nullptr) return made;
  for (const auto& [key, environment] : all->GetObject()) {
    const json::Value* result = json::object_in(environment, "result");
    if (result == nullptr) continue;  // not selected
    made.push_back({.name = key.GetString(),
                    .is_skipped = json::bool_in(*result, "skipped").value_or(false),
                    .has_pytest = lists_pytest(environment),
                    .needs_others = needing.contains(key.GetString())});
  }
  return made;
}

// nox's name of a session's directory: "tests-3.11" has ".nox/tests-3-11".
std::string directory_of(std::string name) {
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0 && c != '_'; }, '-');
  return name;
}

std::vector<Environment> made_by_nox(const json::Value& said, std::string_view programs) {
  std::vector<Environment> made;
  const json::Value* all = json::array_in(said, "sessions");
  if (all == nullptr) return made;
  for (const json::Value& session : all->GetArray()) {
    const json::Value* signatures = json::array_in(session, "signatures");
    if (signatures == nullptr || signatures->Empty() || !(*signatures)[0].IsString()) continue;
    std::string name = (*signatures)[0].GetString();
    const std::string program = fmt::format("/{}/bin/pytest\n", directory_of(name));
    made.push_back({.name = std::move(name),
                    .is_skipped = json::string_in(session, "result") == "skipped",
                    .has_pytest = programs.contains(program)});
  }
  return made;
}

TestProgram program_of(const UserCommand& command, const Environment& environment,
                       const Words& options) {
  TestProgram program{.command = command,
                      .prefix = fmt::format("{}: ", environment.name),
                      .name = environment.name,
                      .framework = std::string(environment.has_pytest ? "pytest" : whole_command)};
  program.command.argv = with_options(command.argv, options);
  return program;
}

// tox gives its commands only the variables that its configuration names, for all environments or
// for this one, in tox.ini or tox.toml; isorun's own must be among them. tox 4.11 and later.
Words options_of_tox(const std::string& name) {
  Words options = {"-e", name, "--skip-pkg-install"};
  for (const std::string& section :
       {std::string("testenv"), "testenv:" + name, std::string("env_run_base"), "env." + name}) {
    options.emplace_back("-x");
    options.push_back(section + ".pass_env+=PYTHONPATH,PYTEST_PLUGINS,ISORUN_*");
  }
  return options;
}

// The command itself, in what was made.
Built run_whole(const UserCommand& command, std::string_view tool, const Words& options,
                std::string note) {
  TestProgram program{.command = command,
                      .prefix = {},
                      .name = std::string(tool),
                      .framework = std::string(whole_command)};
  program.command.argv = with_options(command.argv, options);
  return {.programs = {std::move(program)}, .note = std::move(note)};
}

Built read(const UserCommand& command, const BuildPlace& /*place*/, const Evidence& build,
           std::string_view /*directory*/) {
  const auto verdict = judge(build);
  if (!verdict || verdict->reason != Reason::passed)
    return {.output = std::string(build.output), .failed = true};
  Built built;
  const auto text = build.file(report);
  const auto said = text ? json::parse(*text) : nullptr;
  const bool is_tox = is_of_tox(command);
  const std::string_view tool = is_tox ? "tox" : "nox";
  const Words options = is_tox ? Words{"--skip-pkg-install"} : Words{"-R"};
  std::vector<Environment> made;
  if (said != nullptr)
    made = is_tox ? made_by_tox(*said, build.file(depends).value_or(""))
                  : made_by_nox(*said, build.file(pytests).value_or(""));
  // tox 3, for one, reports no results.
  if (made.empty())
    return run_whole(
        command, tool, options,
        fmt::format("{0} ran as a single unit, because it did not report what it made", tool));
  // An environment that needs what others wrote does not find it in a sandbox of its own.
  const auto needy = std::ranges::find_if(made, &Environment::needs_others);
  if (made.size() > 1 && needy != made.end())
    return run_whole(command, tool, options,
                     fmt::format("tox ran as a single unit, because {} depends on other "
                                 "environments; to split one, run `isorun -- tox -e ENVIRONMENT`",
                                 needy->name));
  std::string skipped;
  for (const Environment& each : made) {
    if (each.is_skipped)
      skipped += (skipped.empty() ? "" : ", ") + each.name;
    else
      built.programs.push_back(program_of(
          command, each, is_tox ? options_of_tox(each.name) : Words{"-R", "-s", each.name}));
  }
  if (!skipped.empty()) built.note = fmt::format("{} skipped {}", tool, skipped);
  if (built.programs.size() == 1) built.programs[0].prefix.clear();
  return built;
}

}  // namespace

constexpr Builder tox = {
    "tox", Builder::Makes::environment, is_of_tox, question, place, build_with_tox, read};
constexpr Builder nox = {
    "nox", Builder::Makes::environment, is_of_nox, question, place, build_with_nox, read};

}  // namespace isorun::python_sessions
