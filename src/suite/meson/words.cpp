#include "suite/meson/words.hpp"

#include <algorithm>
#include <charconv>
#include <span>
#include <string_view>
#include <utility>

#include "suite/driver.hpp"
#include "suite/sorted_words.hpp"

namespace isorun::meson {
namespace {

// Meson 1.12 has these.
constexpr OptionWord options[] = {
    {"--benchmark", 0, false, Use::refuse},
    {"--exclude", 0, true, Use::keep},
    {"--gdb", 0, false, Use::refuse},
    {"--gdb-path", 0, true, Use::keep},
    {"--help", 'h', false, Use::refuse},
    {"--interactive", 'i', false, Use::refuse},
    {"--list", 0, false, Use::refuse},
    {"--logbase", 0, true, Use::keep},
    {"--max-lines", 0, true, Use::keep},
    {"--maxfail", 'k', true, Use::drop},
    {"--no-rebuild", 0, false, Use::drop},
    {"--no-stdsplit", 0, false, Use::keep},
    {"--no-suite", 0, true, Use::keep},
    {"--num-processes", 'j', true, Use::drop},
    {"--print-errorlogs", 0, false, Use::drop},
    {"--quiet", 'q', false, Use::drop},
    {"--repeat", 0, true, Use::keep},
    {"--setup", 0, true, Use::keep},
    {"--slice", 0, true, Use::select},
    {"--suite", 0, true, Use::keep},
    {"--test-args", 0, true, Use::keep},
    {"--timeout-multiplier", 't', true, Use::keep},
    {"--verbose", 'v', false, Use::drop},
    {"--wrapper", 0, true, Use::keep},
    {"-C", 'C', true, Use::keep},
};

// Ninja has these. Those that do not build, such as -t, which runs a tool, are refused.
constexpr OptionWord ninja_options[] = {
    {"--help", 'h', false, Use::refuse},  {"--quiet", 0, false, Use::keep},
    {"--verbose", 'v', false, Use::keep}, {"--version", 0, false, Use::refuse},
    {"-C", 'C', true, Use::keep},         {"-d", 'd', true, Use::keep},
    {"-f", 'f', true, Use::refuse},       {"-j", 'j', true, Use::keep},
    {"-k", 'k', true, Use::keep},         {"-l", 'l', true, Use::keep},
    {"-n", 'n', false, Use::refuse},      {"-t", 't', true, Use::refuse},
    {"-w", 'w', true, Use::keep},
};

// "meson", or Python with one of the names that run it.
bool is_meson(std::span<const std::string> program) {
  constexpr std::string_view names[] = {"meson", "meson.py", "meson.pyz", "mesonbuild.mesonmain"};
  const bool is_named = std::ranges::count(names, base_name(program.back())) > 0;
  return is_named && (program.size() == 1 || base_name(program.front()).starts_with("python"));
}

void append(Words& words, std::span<const std::string> more) {
  words.insert(words.end(), more.begin(), more.end());
}

}  // namespace

Words TestWords::command(const Words& more) const {
  return command(more, selection);
}

Words TestWords::command(const Words& more, const Words& names) const {
  Words words = program;
  append(words, options);
  append(words, more);
  append(words, names);
  return words;
}

std::optional<TestWords> read_words(const Words& argv) {
  const auto test = std::ranges::find(argv, "test");
  if (test == argv.begin() || test == argv.end()) return std::nullopt;
  if (!is_meson({argv.begin(), test})) return std::nullopt;
  SortedWords sorted = sort_words({test + 1, argv.end()}, options);
  if (sorted.is_refused) return std::nullopt;
  TestWords words{.program = {argv.begin(), test + 1},
                  .options = std::move(sorted.kept),
                  .selection = std::move(sorted.selecting),
                  .directory = sorted.value("-C").value_or("."),
                  .log = sorted.value("--logbase").value_or("testlog"),
                  .rebuilds = !sorted.has("--no-rebuild")};
  append(words.selection, sorted.others);
  const std::string most = sorted.value("--maxfail").value_or("0");
  std::from_chars(most.data(), most.data() + most.size(), words.max_fail);
  return words;
}

std::optional<NinjaWords> read_ninja_words(const Words& argv) {
  constexpr std::string_view names[] = {"ninja", "ninja-build", "samu"};
  if (std::ranges::count(names, base_name(argv.front())) == 0) return std::nullopt;
  SortedWords sorted = sort_words(std::span(argv).subspan(1), ninja_options);
  if (sorted.is_refused || sorted.others != Words{"test"}) return std::nullopt;
  NinjaWords words{.build = {argv.front()}, .directory = sorted.value("-C").value_or(".")};
  append(words.build, sorted.kept);
  append(words.build, Words{"all", "meson-test-prereq"});
  return words;
}

}  // namespace isorun::meson
