#include "suite/ctest/options.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace isorun::ctest {
namespace {

enum class Fate {
  keep,
  drop,         // isorun decides this itself
  drop_to_run,  // affects which tests are listed
  refuse,       // makes ctest do something other than run tests
};

enum class Value { none, next_word, number };  // number: the next word, if it is a number

struct Option {
  std::string_view name;
  Value value = Value::none;
  Fate fate = Fate::keep;
};

// See ctest(1). Options without a value that are kept need no entry.
constexpr Option options[] = {
    {"-j", Value::number, Fate::drop},
    {"--parallel", Value::number, Fate::drop},
    {"--test-load", Value::next_word, Fate::drop},
    {"-N", Value::none, Fate::drop},
    {"--show-only", Value::none, Fate::drop},
    {"-Q", Value::none, Fate::drop},
    {"--quiet", Value::none, Fate::drop},
    {"--progress", Value::none, Fate::drop},
    {"--debug", Value::none, Fate::drop},
    {"-F", Value::none, Fate::drop},
    {"--rerun-failed", Value::none, Fate::drop_to_run},
    {"--stop-on-failure", Value::none, Fate::drop_to_run},
    {"-S", Value::next_word, Fate::refuse},
    {"-SP", Value::next_word, Fate::refuse},
    {"--script", Value::next_word, Fate::refuse},
    {"--script-new-process", Value::next_word, Fate::refuse},
    {"-D", Value::next_word, Fate::refuse},
    {"--dashboard", Value::next_word, Fate::refuse},
    {"-M", Value::next_word},
    {"--test-model", Value::next_word},
    {"-T", Value::next_word, Fate::refuse},
    {"--test-action", Value::next_word, Fate::refuse},
    {"--build-and-test", Value::none, Fate::refuse},
    {"-C", Value::next_word},
    {"--build-config", Value::next_word},
    {"-R", Value::next_word},
    {"--tests-regex", Value::next_word},
    {"-E", Value::next_word},
    {"--exclude-regex", Value::next_word},
    {"-L", Value::next_word},
    {"--label-regex", Value::next_word},
    {"-LE", Value::next_word},
    {"--label-exclude", Value::next_word},
    {"-FA", Value::next_word},
    {"--fixture-exclude-any", Value::next_word},
    {"-FS", Value::next_word},
    {"--fixture-exclude-setup", Value::next_word},
    {"-FC", Value::next_word},
    {"--fixture-exclude-cleanup", Value::next_word},
    {"-I", Value::next_word},
    {"--tests-information", Value::next_word},
    {"--tests-from-file", Value::next_word},
    {"--exclude-from-file", Value::next_word},
    {"--repeat", Value::next_word},
    {"--repeat-until-fail", Value::next_word},
    {"--max-width", Value::next_word},
    {"--resource-spec-file", Value::next_word},
    {"--test-dir", Value::next_word},
    {"--preset", Value::next_word},
    {"--test-output-size-passed", Value::next_word},
    {"--test-output-size-failed", Value::next_word},
    {"--test-output-truncation", Value::next_word},
    {"-O", Value::next_word},
    {"--output-log", Value::next_word},
    {"--output-junit", Value::next_word},
    {"--group", Value::next_word},
    {"-A", Value::next_word},
    {"--add-notes", Value::next_word},
    {"--timeout", Value::next_word},
    {"--stop-time", Value::next_word},
    {"--test-timeout", Value::next_word},
    {"--overwrite", Value::next_word},
    {"--extra-submit", Value::next_word},
    {"--http-header", Value::next_word},
};

bool is_number(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

struct Read {
  Option option{};
  std::size_t words = 1;  // number of words it takes
};

Read read(std::span<const std::string> words) {
  const std::string_view word = words.front();
  if (word.starts_with("-j") && is_number(word.substr(2))) return {options[0]};
  const std::string_view name = word.starts_with("--") ? word.substr(0, word.find('=')) : word;
  const auto* found = std::ranges::find(options, name, &Option::name);
  if (found == std::end(options)) return {{.name = word}};
  const bool is_joined = name.size() < word.size();
  const bool takes_next =
      !is_joined && words.size() > 1 &&
      (found->value == Value::next_word || (found->value == Value::number && is_number(words[1])));
  return {*found, takes_next ? 2U : 1U};
}

// Calls `take` with each option and its words.
template <class Take>
void walk(const Words& argv, Take take) {
  std::span<const std::string> left = argv;
  for (left = left.subspan(1); !left.empty();) {
    const Read next = read(left);
    take(next.option, left.first(next.words));
    left = left.subspan(next.words);
  }
}

template <class Keep>
Words words_where(const Words& argv, Keep keep) {
  Words kept = {argv.front()};
  walk(argv, [&](const Option& option, std::span<const std::string> words) {
    if (keep(option.fate)) kept.insert(kept.end(), words.begin(), words.end());
  });
  return kept;
}

}  // namespace

std::optional<std::string> unsupported(const Words& argv) {
  std::optional<std::string> why;
  walk(argv, [&why](const Option& option, std::span<const std::string> words) {
    // `-T Test` is an ordinary test run.
    if (option.fate != Fate::refuse || (words.size() == 2 && words[1] == "Test")) return;
    why = fmt::format(
        "ctest {} does more than run tests; use plain `ctest` with options that select tests",
        option.name);
  });
  return why;
}

Words words_to_list(const Words& argv) {
  return words_where(argv, [](Fate fate) { return fate != Fate::drop; });
}

Words words_to_run(const Words& argv) {
  return words_where(argv,
                     [](Fate fate) { return fate != Fate::drop && fate != Fate::drop_to_run; });
}

bool has_option(const Words& argv, std::string_view name) {
  bool found = false;
  walk(argv, [&](const Option& option, std::span<const std::string>) {
    found = found || option.name == name;
  });
  return found;
}

}  // namespace isorun::ctest
