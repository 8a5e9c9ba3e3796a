#include "suite/captured.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isorun {
namespace {

// /proc has the words and variables as they were given to the script; a shell adds its own. A
// program that its driver removes at the end is kept by another link, or a copy.
constexpr std::string_view script = R"(to=${0%/*}
keep=$1
program=$2
n=$$
until mkdir "$to/$n" 2>/dev/null; do
  [ -d "$to/$n" ] || exit
  n=$((n + 1))
done
cat /proc/$$/cmdline >"$to/$n/words" &&
  cat /proc/$$/environ >"$to/$n/variables" &&
  pwd >"$to/$n/directory" || exit
[ "$keep" = leave ] || ln "$program" "$to/$n/" 2>/dev/null || cp "$program" "$to/$n/" || exit
echo "isorun: $n"
)";

// The words before the program are sh, the script, and keep or leave.
constexpr std::size_t own_words = 3;

constexpr std::array<std::string_view, 4> own_variables = {"_", "PWD", "GOTMPDIR", "ISORUN_SLOT"};

// Returns the text before each NUL.
Words pieces(std::string_view text) {
  Words words;
  for (std::size_t end = 0; (end = text.find('\0')) != std::string_view::npos;
       text.remove_prefix(end + 1))
    words.emplace_back(text.substr(0, end));
  return words;
}

// Variables that name the driver's own temporary files are of no use after the build.
bool is_own(std::string_view variable, std::string_view directory) {
  const std::size_t equals = variable.find('=');
  if (equals == std::string_view::npos) return true;
  return std::ranges::find(own_variables, variable.substr(0, equals)) != own_variables.end() ||
         variable.substr(equals + 1).starts_with(directory);
}

}  // namespace

ShardCommand with_capture(Words argv, std::string_view directory) {
  constexpr std::string_view first = "printf %s \"$1\" >\"$2/capture\" && shift 2 && exec \"$@\"";
  ShardCommand command = {
      {"sh", "-c", std::string(first), "sh", std::string(script), std::string(directory)}, {}, {}};
  std::ranges::move(argv, std::back_inserter(command.argv));
  return command;
}

std::optional<Captured> read_captured(std::string_view number, const UserCommand& command,
                                      const Evidence& build, std::string_view directory) {
  const auto words = build.file(fmt::format("{}/words", number));
  const auto variables = build.file(fmt::format("{}/variables", number));
  auto place = build.file(fmt::format("{}/directory", number));
  if (!words || !variables || !place || place->empty()) return std::nullopt;
  place->pop_back();
  Captured captured{.argv = pieces(*words), .directory = std::move(*place), .set = {}};
  if (captured.argv.size() <= own_words) return std::nullopt;
  if (captured.argv[own_words - 1] != "leave") {
    std::string& program = captured.argv[own_words];
    program = fmt::format("{}/{}/{}", directory, number, program.substr(program.rfind('/') + 1));
  }
  captured.argv.erase(captured.argv.begin(), captured.argv.begin() + own_words);
  for (std::string& variable : pieces(*variables)) {
    const bool is_users =
        std::ranges::find(command.environment, variable) != command.environment.end();
    if (!is_users && !is_own(variable, directory)) captured.set.push_back(std::move(variable));
  }
  return captured;
}

// The last words are marked, so that none of them looks like an option or "--".
Words placed(const Captured& captured, const Words& last) {
  constexpr std::string_view script_of_place =
      "cd \"$1\" || exit; n=$2; shift 2; "
      "while [ \"$n\" -gt 0 ]; do set -- \"$@\" \"${1#=}\"; shift; n=$((n - 1)); done; exec \"$@\"";
  Words argv = {"sh",
                "-c",
                std::string(script_of_place),
                "sh",
                captured.directory,
                fmt::format("{}", last.size())};
  for (const std::string& word : last) argv.push_back("=" + word);
  argv.insert(argv.end(), captured.argv.begin(), captured.argv.end());
  return argv;
}

}  // namespace isorun
