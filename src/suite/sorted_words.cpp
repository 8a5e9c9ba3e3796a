#include "suite/sorted_words.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace isorun {
namespace {

class Sorting {
 public:
  Sorting(std::span<const std::string> words, std::span<const OptionWord> table)
      : words_(words), table_(table) {}

  SortedWords sort() {
    while (!words_.empty()) take(next());
    return std::move(sorted_);
  }

 private:
  void take(const std::string& word) {
    if (word == "--") {
      sorted_.others.insert(sorted_.others.end(), words_.begin(), words_.end());
      words_ = {};
    } else if (word.starts_with("--")) {
      take_long(word);
    } else if (word.starts_with('-') && word.size() > 1) {
      take_letters(word);
    } else {
      sorted_.others.push_back(word);
    }
  }

  void take_long(const std::string& word) {
    const std::size_t equals = word.find('=');
    const OptionWord* option = named(std::string_view(word).substr(0, equals));
    if (option == nullptr)
      sorted_.kept.push_back(word);
    else if (!option->has_value)
      use(*option, {word}, {});
    else if (equals != std::string::npos)
      use(*option, {word}, word.substr(equals + 1));
    else
      use_next(*option, word);
  }

  void take_letters(const std::string& word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const std::string one = {'-', word[i]};
      const auto option = std::ranges::find(table_, word[i], &OptionWord::letter);
      if (option == table_.end()) {
        sorted_.kept.push_back("-" + word.substr(i));
        return;
      }
      if (!option->has_value) {
        use(*option, {one}, {});
        continue;
      }
      if (i + 1 < word.size())
        use(*option, {one + word.substr(i + 1)}, word.substr(i + 1));
      else
        use_next(*option, one);
      return;
    }
  }

  // The command itself complains about a missing value.
  void use_next(const OptionWord& option, const std::string& word) {
    if (words_.empty()) return sorted_.kept.push_back(word);
    const std::string value = next();
    use(option, {word, value}, value);
  }

  void use(const OptionWord& option, const Words& words, std::string value) {
    if (option.use == Use::keep || option.use == Use::select) {
      Words& place = option.use == Use::keep ? sorted_.kept : sorted_.selecting;
      place.insert(place.end(), words.begin(), words.end());
    }
    sorted_.is_refused |= option.use == Use::refuse;
    sorted_.options.push_back({option.name, std::move(value)});
  }

  [[nodiscard]] const OptionWord* named(std::string_view name) const {
    const auto exact = std::ranges::find(table_, name, &OptionWord::name);
    if (exact != table_.end()) return &*exact;
    const auto begins = [name](const OptionWord& option) { return option.name.starts_with(name); };
    const auto found = std::ranges::find_if(table_, begins);
    return std::ranges::count_if(table_, begins) == 1 ? &*found : nullptr;
  }

  std::string next() {
    std::string word = words_.front();
    words_ = words_.subspan(1);
    return word;
  }

  std::span<const std::string> words_;
  std::span<const OptionWord> table_;
  SortedWords sorted_;
};

}  // namespace

bool SortedWords::has(std::string_view name) const {
  return std::ranges::count(options, name, &Option::name) > 0;
}

std::optional<std::string> SortedWords::value(std::string_view name) const {
  const auto backwards = std::views::reverse(options);
  const auto found = std::ranges::find(backwards, name, &Option::name);
  return found == backwards.end() ? std::nullopt : std::optional(found->value);
}

SortedWords sort_words(std::span<const std::string> words, std::span<const OptionWord> table) {
  return Sorting(words, table).sort();
}

}  // namespace isorun
