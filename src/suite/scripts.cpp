#include "suite/scripts.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "suite/script_verdict.hpp"
#include "suite/unique_name.hpp"
#include "suite/verdict.hpp"

namespace isorun::scripts {
namespace {

constexpr std::string_view list_file = "scripts";

// Each script with \001 and "x" or, where it is not executable, "-" after its path, and NUL: no
// path holds NUL, and \001 sorts before all that one is likely to hold. A path that begins with '-'
// is no option of find's.
constexpr std::string_view list_script = R"(
list=$1; shift
for word do
  case $word in -*) word=./$word;; esac
  if [ -d "$word" ]; then
    find -L "${word%/}/" -mindepth 1 -maxdepth 1 ! -name '.*' -type f \
      \( -executable -printf '%p\001x\0' -o -name '*.t' -printf '%p\001-\0' \) | LC_ALL=C sort -z
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

// As prove runs a script: by itself, by the interpreter that it names where it is not executable,
// and a .t file that names none by perl.
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
  *) case $1 in *.t) exec perl "$1";; esac;;
esac
exec "$1"
)";

struct Script {
  std::string path;
  bool is_executable;
};

bool is_tap(std::string_view path) {
  return path.ends_with(".t");
}

Words words_for(const Script& script) {
  const std::string path =
      script.path.contains('/') ? script.path : fmt::format("./{}", script.path);
  if (script.is_executable && !is_tap(path)) return {path};
  return {"sh", "-c", std::string(run_script), "sh", path};
}

class Scripts : public Suite {
 public:
  explicit Scripts(std::vector<Script> scripts) : scripts_(std::move(scripts)) {
    UniqueNames names;
    for (const Script& script : scripts_) {
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
    return {words_for(scripts_[units.front()]), {}, {}};
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    const std::size_t unit = units.front();
    const bool must_be_tap = is_tap(scripts_[unit].path);
    return judge_script(unit, evidence, must_be_tap ? TapUse::expected : TapUse::possible);
  }

 private:
  std::vector<Script> scripts_;
  std::vector<Unit> units_;
};

}  // namespace

Likeness look(const Look& look) {
  if (look.program && look.program->is_directory) return Likeness::yes;
  const bool is_binary = look.program && look.program->content.starts_with(
                                             "\x7f"
                                             "ELF");
  return !is_binary && std::ranges::all_of(look.command.argv, is_tap) ? Likeness::yes
                                                                      : Likeness::no;
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  ShardCommand result = {{"sh", "-c", std::string(list_script), "sh"}, {}, {}};
  result.argv.push_back(fmt::format("{}/{}", directory, list_file));
  result.argv.insert(result.argv.end(), command.argv.begin(), command.argv.end());
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& /*command*/, const Evidence& listing) {
  const auto verdict = judge(listing);
  const auto list = listing.file(list_file);
  if (!verdict || verdict->reason != Reason::passed || !list) return nullptr;
  constexpr std::string_view executable = "\001x";
  std::vector<Script> scripts;
  for (const std::string_view entry : split(*list, '\0')) {
    if (entry.empty()) continue;
    scripts.push_back({std::string(entry.substr(0, entry.size() - executable.size())),
                       entry.ends_with(executable)});
  }
  return std::make_unique<Scripts>(std::move(scripts));
}

}  // namespace isorun::scripts
