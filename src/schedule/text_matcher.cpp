#include "schedule/text_matcher.hpp"

// Of the library's states, which it visits recursively; its own limit allows for more than a
// stack of 8 MiB holds.
#define _GLIBCXX_REGEX_STATE_LIMIT 5000
#include <regex>

#include <fmt/format.h>

namespace isorun {
namespace {

// Each opening bracket is a recursion of the library's parser.
constexpr std::size_t longest_regex = 1000;

bool fits_glob(std::string_view pattern, std::string_view text) {
  std::size_t at = 0;
  std::size_t next = 0;
  std::size_t star = std::string_view::npos;  // the last one passed
  std::size_t star_end = 0;                   // what it stands for so far
  while (next < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      star_end = next;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[next])) {
      ++at;
      ++next;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      next = ++star_end;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

// Of a back-reference or a repetition: the library adds its digits up without a look at the sum.
bool has_endless_number(std::string_view pattern) {
  constexpr std::size_t most_digits = 9;
  std::size_t digits = 0;
  bool is_number = false;  // it began with a backslash, { or {1,
  for (const char c : pattern) {
    const bool is_digit = c >= '0' && c <= '9';
    digits = is_digit ? digits + 1 : 0;
    if (!is_digit) is_number = c == '\\' || c == '{' || (is_number && c == ',');
    if (is_number && digits > most_digits) return true;
  }
  return false;
}

}  // namespace

TextMatcher equals(std::string text) {
  return [text = std::move(text)](std::string_view other) { return other == text; };
}

TextMatcher contains(std::string text) {
  return [text = std::move(text)](std::string_view other) { return other.contains(text); };
}

TextMatcher matches_glob(std::string pattern) {
  return [pattern = std::move(pattern)](std::string_view text) { return fits_glob(pattern, text); };
}

Result<TextMatcher> matches_regex(const std::string& pattern, Case letters) {
  const auto refuse = [](std::string_view what) {
    return std::unexpected(Error{Phase::usage, 0, fmt::format("the regular expression: {}", what)});
  };
  if (pattern.size() > longest_regex)
    return refuse(fmt::format("more than {} bytes", longest_regex));
  if (has_endless_number(pattern)) return refuse("a number of more than 9 digits");
  // Breadth first, and from the first byte only: neither exponential, nor quadratic, nor recursive
  // in the text.
  auto flags = std::regex::ECMAScript | std::regex::nosubs | std::regex_constants::__polynomial;
  if (letters == Case::insensitive) flags |= std::regex::icase;
  try {
    static_cast<void>(std::regex(pattern, flags));  // its brackets match without ours
    return [regex = std::regex("[\\s\\S]*(?:" + pattern + ")", flags)](std::string_view text) {
      return std::regex_search(text.begin(), text.end(), regex,
                               std::regex_constants::match_continuous);
    };
  } catch (const std::regex_error& error) {
    return refuse(error.what());
  }
}

}  // namespace isorun
