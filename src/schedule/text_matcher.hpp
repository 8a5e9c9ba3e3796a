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

// Errors: Phase::usage: not a regular expression, or one that is too large to be tried safely.
Result<TextMatcher> matches_regex(const std::string& pattern, Case letters);

}  // namespace isorun
