#include "suite/driver.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <ranges>
#include <span>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isorun {
namespace {

struct Driver {
  std::string_view name;
  std::string_view recipe;
};

constexpr std::string_view any =
    "name its units with --list FILE, one per line (each replaces {} in the command), or describe "
    "the runner in isorun.toml (docs/adapters.md)";
constexpr std::string_view of_build =
    "run `isorun -- ctest --test-dir BUILD` for CMake's tests, `isorun -- make check` for "
    "Automake's, "
    "`isorun -- meson test` for Meson's";
constexpr std::string_view of_meson =
    "run `isorun -- meson test`, without options such as --benchmark, --gdb and --list";
constexpr std::string_view of_bats =
    "run `isorun -- bats FILES`, without options such as --count and --filter-status missed";
constexpr std::string_view of_cargo =
    "run `isorun -- cargo test`, without options such as --doc, --no-run and --message-format, or "
    "`cargo nextest run` as docs/adapters.md shows";
constexpr std::string_view of_go =
    "run `isorun -- go test ./...`, without flags such as -bench, -exec and -fuzz";
constexpr std::string_view of_bazel = "run `bazel test --run_under='isorun exec --'`";
constexpr std::string_view of_javascript =
    "run `isorun -- npx jest`, `npx vitest run`, `npx mocha` or `node --test`";
constexpr std::string_view of_ctest = "run `isorun -- ctest --test-dir BUILD`";
constexpr std::string_view of_environments =
    "run `isorun -- tox -e ENVIRONMENT` or `isorun -- nox -s SESSION`";
constexpr std::string_view of_maven =
    "describe it in isorun.toml (docs/adapters.md, Maven); each shard starts a JVM";
constexpr std::string_view of_pytest = "run `isorun -- pytest`";
constexpr std::string_view of_prove = "run `isorun -- prove`";

constexpr Driver drivers[] = {
    {"make", of_build},
    {"gmake", of_build},
    {"ninja", of_build},
    {"ninja-build", of_build},
    {"samu", of_build},
    {"cmake", of_build},
    {"meson", of_meson},
    {"cargo", of_cargo},
    {"go", of_go},
    {"bazel", of_bazel},
    {"bazelisk", of_bazel},
    {"npm", of_javascript},
    {"npx", of_javascript},
    {"yarn", of_javascript},
    {"pnpm", of_javascript},
    {"bun", any},
    {"mocha", of_javascript},
    {"jest", of_javascript},
    {"vitest", of_javascript},
    {"gradle", any},
    {"gradlew", any},
    {"mvn", of_maven},
    {"mvnw", of_maven},
    {"tox", of_environments},
    {"nox", of_environments},
    {"rake", any},
    {"bundle", any},
    {"dotnet", any},
    {"just", any},
    {"task", any},
    {"scons", any},
    {"waf", any},
    {"parallel", any},
    {"xargs", any},
    {"bats", of_bats},
    {"phpunit", any},
};

// Frameworks that isorun recognizes when they are the command itself.
constexpr Driver hidden[] = {
    {"ctest", of_ctest}, {"pytest", of_pytest}, {"py.test", of_pytest}, {"prove", of_prove}};

constexpr std::span<const Driver> tables[] = {hidden, drivers};

// These run the program that their first word names, and nothing else.
constexpr std::string_view launchers[] = {
    "sh",   "bash", "dash", "ksh",  "zsh",   "busybox", "python", "python3", "perl",
    "ruby", "node", "env",  "nice", "nohup", "timeout", "stdbuf", "valgrind"};

const Driver* driver_named(std::string_view program) {
  const auto* found = std::ranges::find(drivers, base_name(program), &Driver::name);
  return found == std::end(drivers) ? nullptr : found;
}

bool is_part_of_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
}

// Whether a word that follows `before` on its line is a command: `cd x && make`, `exec make`,
// `/usr/bin/make`, `["make", "check"]`.
bool introduces_command(std::string_view before) {
  constexpr std::string_view words[] = {"exec", "then", "do", "else", "time", "!"};
  if (before.ends_with('/')) before = before.substr(0, before.find_last_of(" \t\"'=(") + 1);
  if (before.ends_with('"') || before.ends_with('\'')) return true;
  before = trim(before);
  if (before.empty() || std::string_view("&|;(`").contains(before.back())) return true;
  return std::ranges::any_of(words, [before](std::string_view word) {
    return before == word || before.ends_with(fmt::format(" {}", word));
  });
}

bool calls(std::string_view line, std::string_view program) {
  for (std::size_t at = 0; (at = line.find(program, at)) != std::string_view::npos; ++at) {
    const std::size_t end = at + program.size();
    const bool is_whole = (at == 0 || !is_part_of_name(line[at - 1])) &&
                          (end == line.size() || !is_part_of_name(line[end]));
    if (is_whole && introduces_command(line.substr(0, at))) return true;
  }
  return false;
}

// The first program that a text calls.
std::optional<std::string_view> recipe_in(std::string_view text) {
  for (const std::string_view line : lines(text)) {
    if (trim(line).starts_with('#')) continue;
    for (const std::span<const Driver> table : tables)
      for (const auto& [name, recipe] : table)
        if (recipe != any && calls(line, name)) return recipe;
  }
  return std::nullopt;
}

bool is_script(const NamedFile& file) {
  return !file.is_directory && file.content.starts_with("#!");
}

constexpr std::string_view status_file = "TEST_SHARD_STATUS_FILE";  // GTEST_ too

// Cuts the line at a comment of shells, Python, Perl, Ruby (#) or JavaScript (//). A sign within
// quotes cuts it, too.
std::string_view without_comment(std::string_view line) {
  if (trim(line).starts_with("//")) return {};
  for (std::size_t at = 0; (at = line.find('#', at)) != std::string_view::npos; ++at)
    if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return line.substr(0, at);
  return line;
}

// $NAME, ${NAME}, environ["NAME"], $ENV{NAME}, process.env.NAME: not `export NAME`, `unset NAME`,
// or prose.
bool reads_status_file(std::string_view code) {
  for (std::size_t at = 0; (at = code.find(status_file, at)) != std::string_view::npos; ++at) {
    const std::string_view before = code.substr(0, at - (at > 0 && code[at - 1] == 'G' ? 1 : 0));
    if (!before.empty() && std::string_view("${\"'.").contains(before.back())) return true;
  }
  return false;
}

// Only the code of a script counts, not its comments. The programs that it runs may shard although
// it does not.
bool uses_status_file(std::string_view text) {
  if (text.starts_with("\177ELF")) return text.contains(status_file);
  return std::ranges::any_of(
      lines(text), [](std::string_view line) { return reads_status_file(without_comment(line)); });
}

const NamedFile* launched(const Invocation& invocation) {
  const std::string_view name = base_name(invocation.command.argv.front());
  const bool is_launcher = std::ranges::find(launchers, name) != std::end(launchers);
  const Words& words = invocation.command.argv;
  const bool has_own_code = words.size() > 1 && (words[1] == "-c" || words[1] == "-m");
  if (!is_launcher || has_own_code || invocation.arguments.empty()) return nullptr;
  return &invocation.arguments.front();
}

}  // namespace

std::string_view base_name(std::string_view program) {
  return program.substr(program.rfind('/') + 1);
}

bool is_driver(std::string_view program) {
  return driver_named(program) != nullptr;
}

std::vector<std::string> known_programs() {
  std::vector<std::string> names;
  for (const std::span<const Driver> table : tables)
    for (const Driver& driver : table) names.emplace_back(driver.name);
  return names;
}

std::string_view recipe_of(const Words& words, std::string_view script) {
  if (const Driver* driver = driver_named(words.front())) return driver->recipe;
  for (const std::string& word : words | std::views::drop(1)) {
    if (const Driver* driver = driver_named(word); driver != nullptr && word == driver->name)
      return driver->recipe;
    const bool is_code = word.contains(' ');
    if (const auto recipe = is_code ? recipe_in(word) : std::nullopt) return *recipe;
  }
  return recipe_in(script).value_or(any);
}

const NamedFile* script_of(const Invocation& invocation) {
  if (invocation.program && is_script(*invocation.program)) return &*invocation.program;
  const NamedFile* file = launched(invocation);
  return file != nullptr && is_script(*file) ? file : nullptr;
}

bool passes_words_on(const Invocation& invocation) {
  constexpr std::string_view all_words[] = {"\"$@\"", "sys.argv", "@ARGV", "process.argv"};
  const NamedFile* script = script_of(invocation);
  return script != nullptr && script->content.contains("exec") &&
         std::ranges::any_of(all_words, [script](std::string_view words) {
           return script->content.contains(words);
         });
}

bool may_shard(const Invocation& invocation) {
  if (is_driver(invocation.command.argv.front())) return false;
  if (std::ranges::any_of(invocation.command.argv, uses_status_file)) return true;
  if (invocation.program && uses_status_file(invocation.program->content)) return true;
  const NamedFile* file = launched(invocation);
  return file != nullptr && uses_status_file(file->content);
}

}  // namespace isorun
