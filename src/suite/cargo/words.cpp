#include "suite/cargo/words.hpp"

#include <algorithm>
#include <span>

#include "suite/driver.hpp"

namespace isorun::cargo {
namespace {

// Options of `cargo` before the subcommand whose value is the next word.
constexpr std::string_view general_with_value[] = {"--config", "--color", "-Z", "-C"};

// These build only, print something else, or claim standard output: such a command runs whole.
constexpr std::string_view unsplittable[] = {
    "--doc", "--no-run", "--message-format", "--build-plan", "--help", "-h", "--unit-graph"};
constexpr std::string_view unsplittable_by_tests[] = {"--list", "--help", "-h", "--bench"};

template <std::size_t n>
bool is_one_of(std::string_view word, const std::string_view (&names)[n]) {
  return std::ranges::find(names, word) != std::end(names);
}

std::string_view name_in(std::string_view word) {
  return word.starts_with("--") ? word.substr(0, word.find('=')) : word;
}

// The index of "test"; argv.size() if the subcommand is another one.
std::size_t find_test(const Words& argv) {
  for (std::size_t i = 1; i < argv.size(); ++i) {
    if (argv[i] == "test" || argv[i] == "t") return i;
    if (is_one_of(argv[i], general_with_value))
      ++i;
    else if (!argv[i].starts_with('-') && !argv[i].starts_with('+'))
      break;
  }
  return argv.size();
}

// The words of `test` before "--".
std::span<const std::string> own_words(const Words& argv) {
  const std::size_t begin = std::min(find_test(argv) + 1, argv.size());
  const auto end = std::find(argv.begin() + static_cast<std::ptrdiff_t>(begin), argv.end(), "--");
  return {argv.begin() + static_cast<std::ptrdiff_t>(begin), end};
}

// "--" and the words after it.
std::span<const std::string> words_of_tests(const Words& argv) {
  return {own_words(argv).end().base(), argv.end().base()};
}

}  // namespace

bool can_be_split(const Words& argv) {
  if (base_name(argv.front()) != "cargo" || find_test(argv) == argv.size()) return false;
  const auto stops = [](std::string_view word) { return is_one_of(name_in(word), unsplittable); };
  const auto tests_stop = [](std::string_view word) {
    return is_one_of(word, unsplittable_by_tests);
  };
  return std::ranges::none_of(own_words(argv), stops) &&
         std::ranges::none_of(words_of_tests(argv), tests_stop);
}

std::optional<std::string> value_of(const Words& argv, std::string_view name) {
  std::optional<std::string> found;
  const std::span<const std::string> words = own_words(argv);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (name_in(words[i]) != name) continue;
    if (words[i].size() > name.size())
      found = words[i].substr(name.size() + 1);
    else if (i + 1 < words.size())
      found = words[i + 1];
  }
  return found;
}

Words with_options(const Words& argv, const Words& options) {
  Words result = argv;
  result.insert(result.begin() + static_cast<std::ptrdiff_t>(find_test(argv)) + 1, options.begin(),
                options.end());
  return result;
}

Words metadata_words(const Words& argv) {
  Words result(argv.begin(), argv.begin() + static_cast<std::ptrdiff_t>(find_test(argv)));
  result.insert(result.end(), {"metadata", "--no-deps", "--format-version=1"});
  if (const auto manifest = value_of(argv, "--manifest-path"))
    result.insert(result.end(), {"--manifest-path", *manifest});
  return result;
}

}  // namespace isorun::cargo
