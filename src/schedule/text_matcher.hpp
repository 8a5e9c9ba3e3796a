// Matches one text against one matcher of the filter language.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <isorun/error.hpp>

namespace isorun {

using TextMatcher = std::function<bool(std::string_view)>;

TextMatcher equals(std::string text);
TextMatcher contains(std::string text);

// Matches the whole text: * stands for any bytes, ? for one.
TextMatcher matches_glob(std::string pattern);

enum class Case { sensitive, insensitive };

// Searches the text in linear time. `pattern` has RE2's syntax. Errors, for an invalid or too large
// pattern: Phase::usage.
Result<TextMatcher> matches_regex(const std::string& pattern, Case letters);

}  // namespace isorun
