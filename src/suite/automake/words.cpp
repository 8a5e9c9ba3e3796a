#include "suite/automake/words.hpp"

#include <algorithm>
#include <cctype>
#include <span>
#include <string_view>
#include <utility>

#include "suite/driver.hpp"
#include "suite/sorted_words.hpp"

namespace isorun::automake {
namespace {

// GNU make 4 has these.
constexpr OptionWord options[] = {
    {"--always-make", 'B', false, Use::refuse},
    {"--directory", 'C', true, Use::drop},
    {"--environment-overrides", 'e', false, Use::keep},
    {"--eval", 'E', true, Use::refuse},
    {"--file", 'f', true, Use::refuse},
    {"--help", 'h', false, Use::refuse},
    {"--ignore-errors", 'i', false, Use::refuse},
    {"--include-dir", 'I', true, Use::keep},
    {"--jobs", 'j', true, Use::drop},
    {"--just-print", 'n', false, Use::refuse},
    {"--keep-going", 'k', false, Use::keep},
    {"--load-average", 'l', true, Use::drop},
    {"--makefile", 0, true, Use::refuse},
    {"--no-print-directory", 0, false, Use::keep},
    {"--output-sync", 'O', true, Use::drop},
    {"--print-data-base", 'p', false, Use::refuse},
    {"--print-directory", 'w', false, Use::drop},
    {"--question", 'q', false, Use::refuse},
    {"--silent", 's', false, Use::keep},
    {"--quiet", 0, false, Use::keep},
    {"--touch", 't', false, Use::refuse},
    {"--version", 'v', false, Use::refuse},
};

bool is_number(std::string_view word) {
  return !word.empty() &&
         std::ranges::all_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
}

// The values of -j, -l and -O are optional: "-j", "-j 4", "-Oline".
Words without_jobs(std::span<const std::string> words) {
  constexpr std::string_view with_number[] = {"-j", "--jobs", "-l", "--load-average"};
  constexpr std::string_view alone[] = {"-O", "--output-sync"};
  Words rest;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (std::ranges::count(with_number, words[i]) > 0)
      i += i + 1 < words.size() && is_number(words[i + 1]) ? 1 : 0;
    else if (std::ranges::count(alone, words[i]) == 0)
      rest.push_back(words[i]);
  }
  return rest;
}

bool is_variable(std::string_view word) {
  return word.contains('=');
}

}  // namespace

std::optional<CheckWords> read_words(const Words& argv) {
  const std::string_view program = base_name(argv.front());
  if (program != "make" && program != "gmake") return std::nullopt;
  SortedWords sorted = sort_words(without_jobs(std::span(argv).subspan(1)), options);
  const auto targets = std::ranges::stable_partition(sorted.others, is_variable);
  const bool is_check = targets.size() == 1 && targets.front() == "check";
  if (sorted.is_refused || !is_check) return std::nullopt;
  CheckWords words{.make = {argv.front()}, .directory = sorted.value("--directory").value_or(".")};
  words.make.insert(words.make.end(), sorted.kept.begin(), sorted.kept.end());
  words.make.insert(words.make.end(), sorted.others.begin(), targets.begin());
  return words;
}

}  // namespace isorun::automake
