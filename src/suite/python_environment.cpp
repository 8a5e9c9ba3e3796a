#include "suite/python_environment.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "suite/driver.hpp"
#include "suite/verdict.hpp"

namespace isorun::python_environment {
namespace {

bool is_pytest(std::string_view word) {
  const std::string_view name = base_name(word);
  return name == "pytest" || name == "py.test";
}

// Hatch's "ENVIRONMENT:" before a program; may be empty.
std::string_view prefix_of(std::string_view word) {
  return word.substr(0, word.find(':') == std::string_view::npos ? 0 : word.find(':') + 1);
}

// The index of the program that the wrapper runs: `pytest`, `python` with `-m pytest`, or uv's
// `-m pytest`. argv.size() if it runs something else.
std::size_t find_program(const Words& argv) {
  const auto is_module = [&argv](std::size_t i) {
    return i + 1 < argv.size() && argv[i] == "-m" && argv[i + 1] == "pytest";
  };
  for (std::size_t i = 2; i < argv.size(); ++i) {
    const std::string_view word = argv[i];
    const std::string_view name = word.substr(prefix_of(word).size());
    if (is_pytest(name) || is_module(i)) return i;
    if (base_name(name).starts_with("python") && is_module(i + 1)) return i;
  }
  return argv.size();
}

bool runs_pytest(const UserCommand& command, std::string_view wrapper) {
  const Words& argv = command.argv;
  return argv.size() > 2 && base_name(argv[0]) == wrapper && argv[1] == "run" &&
         find_program(argv) < argv.size();
}

bool is_of_uv(const UserCommand& command) {
  return runs_pytest(command, "uv");
}

bool is_of_hatch(const UserCommand& command) {
  return runs_pytest(command, "hatch");
}

// The project is the topmost directory with a pyproject.toml: uv's workspaces have several. The
// others are where the wrappers keep packages, interpreters and environments.
ShardCommand question(const UserCommand& /*command*/) {
  constexpr std::string_view script =
      "d=$(pwd -P); echo \"$d\"; top=$d; "
      "while [ -n \"$d\" ]; do [ ! -e \"$d/pyproject.toml\" ] || top=$d; d=${d%/*}; done; "
      "echo \"$top\"; data=${XDG_DATA_HOME:-$HOME/.local/share} "
      "cache=${XDG_CACHE_HOME:-$HOME/.cache}; "
      "printf '%s\\n' \"${UV_CACHE_DIR:-$cache/uv}\" \"$data/uv\" "
      "\"${HATCH_DATA_DIR:-$data/hatch}\" "
      "\"${HATCH_CACHE_DIR:-$cache/hatch}\"";
  return {{"sh", "-c", std::string(script)}, {}, {}};
}

std::optional<BuildPlace> place(const UserCommand& command, const Evidence& answer) {
  Words said;
  for (const std::string_view line : lines(answer.output)) said.emplace_back(line);
  said.resize(6);
  BuildPlace place{.working_directory = said[0]};
  const std::size_t first = is_of_uv(command) ? 2 : 4;
  for (const std::string& path : {said[1], said[first], said[first + 1]})
    if (path.starts_with('/')) place.shared.push_back(path);
  return place;
}

// An interpreter that does nothing, in the environment of the tests.
ShardCommand build(const UserCommand& command, std::string_view /*directory*/) {
  const auto program =
      command.argv.begin() + static_cast<std::ptrdiff_t>(find_program(command.argv));
  Words argv(command.argv.begin(), program);
  argv.push_back(std::string(prefix_of(*program)) + "python");
  argv.insert(argv.end(), {"-c", ""});
  return {std::move(argv), {}, {}};
}

Built read(const UserCommand& command, const BuildPlace& /*place*/, const Evidence& build,
           std::string_view /*directory*/) {
  TestProgram program{.command = command, .prefix = {}, .framework = "pytest"};
  // Shards have no network, and need none.
  if (is_of_uv(command)) program.command.set = {"UV_NO_SYNC=1", "UV_OFFLINE=1"};
  const auto verdict = judge(build);
  return {.programs = {std::move(program)},
          .output = std::string(build.output),
          .failed = !verdict || verdict->reason != Reason::passed};
}

}  // namespace

constexpr Builder uv_run = {"uv run", Builder::Makes::environment, is_of_uv, question, place, build,
                            read};
constexpr Builder hatch_run = {
    "hatch run", Builder::Makes::environment, is_of_hatch, question, place, build, read};

}  // namespace isorun::python_environment
