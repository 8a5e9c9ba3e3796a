#include "cli/option_words.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "cli/run_options.hpp"

namespace isorun {
namespace {

constexpr std::array others = {"--cache-limit", "--history", "--queue", "--slice"};

bool is_about_tests(const CLI::Option* option) {
  return option != nullptr && option->get_group() != RunOptions::results_group &&
         std::ranges::none_of(others, [&](const char* name) { return option->check_name(name); });
}

}  // namespace

std::vector<OptionWords> option_words(const std::vector<std::string>& words, const CLI::App& app,
                                      const CLI::App& known) {
  std::vector<OptionWords> result;
  for (std::size_t i = 0; i < words.size() && words[i].starts_with('-') && words[i] != "--"; ++i) {
    const std::string& word = words[i];
    const std::size_t end = word.starts_with("--") ? std::min(word.find('='), word.size()) : 2;
    const CLI::Option* option = app.get_option_no_throw(word.substr(0, end));
    if (option == nullptr) option = known.get_option_no_throw(word.substr(0, end));
    OptionWords& found = result.emplace_back(option, std::vector{word}, std::nullopt);
    if (option == nullptr) continue;
    if (end < word.size()) found.value = word.substr(word[end] == '=' ? end + 1 : end);
    if (end < word.size() || option->get_items_expected_min() == 0 || i + 1 == words.size())
      continue;
    found.value = words[++i];
    found.words.push_back(*found.value);
  }
  return result;
}

std::vector<std::string> words_about_tests(const std::vector<std::string>& words,
                                           const CLI::App& app) {
  std::vector<std::string> kept;
  for (const OptionWords& option : option_words(words, app, app))
    if (is_about_tests(option.option))
      kept.insert(kept.end(), option.words.begin(), option.words.end());
  return kept;
}

}  // namespace isorun
