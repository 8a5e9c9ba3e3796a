// One matcher of the filter language, on one text.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <isorun/error.hpp>

namespace isorun {

using TextMatcher = std::function<bool(std::string_view)>;

TextMatcher equals(std::string text);
TextMatcher contains(std::string text);

// All of a text against a pattern in which * stands for any bytes, ? for one.
TextMatcher matches_glob(std::string pattern);

enum class Case { sensitive, insensitive };

// Finds a match anywhere in a text, in time linear in its length. `pattern` has RE2's syntax.
// Errors: Phase::usage, where it is not a regular expression or too large a one.
Result<TextMatcher> matches_regex(const std::string& pattern, Case letters);

}  // namespace isorun
