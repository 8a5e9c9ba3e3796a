#include "schedule/text_matcher.hpp"

#include <memory>

#include <fmt/format.h>
#include <re2/re2.h>

namespace isorun {
namespace {

bool fits_glob(std::string_view pattern, std::string_view text) {
  std::size_t at = 0;
  std::size_t next = 0;
  std::size_t star = std::string_view::npos;  // the last one seen
  std::size_t star_end = 0;                   // end of the text it matches so far
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
  RE2::Options options(RE2::Quiet);
  options.set_case_sensitive(letters == Case::sensitive);
  auto regex = std::make_shared<const RE2>(pattern, options);
  if (!regex->ok())
    return std::unexpected(
        Error{Phase::usage, 0, fmt::format("the regular expression: {}", regex->error())});
  return [regex = std::move(regex)](std::string_view text) {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *regex);
  };
}

}  // namespace isorun
