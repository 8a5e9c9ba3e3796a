#include "suite/scripts.hpp"

#include <algorithm>
#include <ranges>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "suite/driver.hpp"
#include "suite/script_verdict.hpp"
#include "suite/unique_name.hpp"
#include "suite/verdict.hpp"

namespace isorun::scripts {
namespace {

constexpr std::string_view list_file = "scripts";

// Each path is followed by \001, a letter and NUL: paths contain no NUL, and \001 sorts before
// anything they are likely to contain. "x": executable, "-": not, "?": in a directory and possibly
// a part of other scripts. A path that begins with '-' must not be an option of find.
constexpr std::string_view list_script = R"(
list=$1; shift
for word do
  case $word in -*) word=./$word;; esac
  if [ -d "$word" ]; then
    find -L "${word%/}/" -mindepth 1 -maxdepth 1 ! -name '.*' -type f \
      \( -executable -printf '%p\001x\0' -o -name '*.t' -printf '%p\001-\0' \
      -o -name '*.sh' -exec sh -c 'read -r line <"$1"; case $line in "#!"*);; *) false; esac' sh {} \; -printf '%p\001-\0' \
      -o -name '*.sh' -printf '%p\001?\0' \) | LC_ALL=C sort -z
  elif [ -x "$word" ]; then
    printf '%s\001x\0' "$word"
  elif [ -e "$word" ]; then
    printf '%s\001-\0' "$word"
  else
    printf '%s: No such file or directory\n' "$word" >&2
    exit 1
  fi
done >"$list"
)";

// Like prove: runs the script itself; without an execute bit, by its interpreter; and a .t file
// without one by perl.
constexpr std::string_view run_script = R"(
line=; IFS= read -r line <"$1"
set -f
case $line in
  '#!'*)
    for interpreter in ${line#'#!'}; do break; done
    case $interpreter in */*)
      [ -e "$interpreter" ] || { echo "$1: its interpreter $interpreter does not exist" >&2; exit 127; };;
    esac
    [ -x "$1" ] || exec ${line#'#!'} "$1";;
  ?ELF*) ;;
  *) case $1 in *.t) exec perl "$1";; *.sh) exec sh "$1";; esac;;
esac
exec "$1"
)";

struct Script {
  std::string path;
  bool is_executable;
};

struct Listed {
  std::vector<Script> scripts{};
  Words left_out{};
};

bool is_tap(std::string_view path) {
  return path.ends_with(".t");
}

bool is_named_as_script(std::string_view path) {
  return is_tap(path) || path.ends_with(".sh");
}

std::string_view directory_of(std::string_view path) {
  return path.substr(0, path.rfind('/') + 1);
}

// Whether a shell may have expanded `*.sh` to these words; a single one may be a script's argument.
bool are_from_a_glob(std::span<const std::string> words) {
  return words.size() > 1 && std::ranges::all_of(words, [&](const std::string& word) {
           return is_named_as_script(word) && directory_of(word) == directory_of(words.front());
         });
}

// The words that name scripts: in `sh ./*.sh`, all but the first.
std::span<const std::string> words_after_shell(const Words& argv) {
  constexpr std::string_view shells[] = {"sh", "bash", "dash", "ksh", "zsh"};
  const std::span<const std::string> rest = std::span(argv).subspan(1);
  const bool is_shell = std::ranges::count(shells, base_name(argv.front())) > 0;
  return is_shell && are_from_a_glob(rest) ? rest : std::span(argv);
}

Words words_for(const Script& script, const Words& argv) {
  const std::string path =
      script.path.contains('/') ? script.path : fmt::format("./{}", script.path);
  if (words_after_shell(argv).size() < argv.size()) return {argv.front(), path};
  if (script.is_executable && !is_named_as_script(path)) return {path};
  return {"sh", "-c", std::string(run_script), "sh", path};
}

class Scripts : public Suite {
 public:
  Scripts(UserCommand command, Listed listed)
      : command_(std::move(command)), listed_(std::move(listed)) {
    UniqueNames names;
    for (const Script& script : listed_.scripts) {
      const std::size_t slash = script.path.rfind('/');
      units_.push_back({.name = names.take(script.path),
                        .suite = slash == std::string::npos ? "" : script.path.substr(0, slash),
                        .file = script.path});
    }
  }

  [[nodiscard]] std::string_view framework() const override { return "scripts"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view /*directory*/) const override {
    return {words_for(listed_.scripts[units.front()], command_.argv), {}, {}};
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    const std::size_t unit = units.front();
    const bool must_be_tap = is_tap(listed_.scripts[unit].path);
    return judge_script(unit, evidence, command_.skip_codes,
                        must_be_tap ? TapUse::expected : TapUse::possible);
  }

  [[nodiscard]] std::string left_out() const override {
    const Words& paths = listed_.left_out;
    if (paths.empty()) return "";
    std::string names;
    for (const std::string& path : paths | std::views::take(most_named))
      names += fmt::format("{}{}", names.empty() ? "" : ", ", printable(path));
    if (paths.size() > most_named) names += fmt::format(" and {} more", paths.size() - most_named);
    return fmt::format("not run, since neither executable nor with a #! line: {}", names);
  }

 private:
  static constexpr std::size_t most_named = 10;

  UserCommand command_;
  Listed listed_;
  std::vector<Unit> units_;
};

}  // namespace

Match match(const Invocation& invocation) {
  if (invocation.program && invocation.program->is_directory) return Match::yes;
  if (words_after_shell(invocation.command.argv).size() < invocation.command.argv.size())
    return Match::yes;
  const bool is_binary = invocation.program && invocation.program->content.starts_with(
                                                   "\x7f"
                                                   "ELF");
  const Words& words = invocation.command.argv;
  const bool are_scripts = std::ranges::all_of(words, is_tap) || are_from_a_glob(words);
  return are_scripts && !is_binary ? Match::yes : Match::no;
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  ShardCommand result = {{"sh", "-c", std::string(list_script), "sh"}, {}, {}};
  result.argv.push_back(fmt::format("{}/{}", directory, list_file));
  const std::span<const std::string> words = words_after_shell(command.argv);
  result.argv.insert(result.argv.end(), words.begin(), words.end());
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  const std::optional<std::string> list = file_if_passed(listing, list_file);
  if (!list) return nullptr;
  Listed listed;
  for (const std::string_view entry : split(*list, '\0')) {
    if (entry.empty()) continue;
    const std::string path(entry.substr(0, entry.rfind('\001')));
    if (entry.ends_with('?'))
      listed.left_out.push_back(path);
    else
      listed.scripts.push_back({path, entry.ends_with('x')});
  }
  return std::make_unique<Scripts>(command, std::move(listed));
}

}  // namespace isorun::scripts
