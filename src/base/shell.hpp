// Words as sh(1) reads them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace isorun {

// Puts the word in single quotes, in which nothing has a special meaning.
std::string quoted_for_shell(std::string_view word);

// Quotes each word and joins them with blanks.
std::string quoted_for_shell(std::span<const std::string> words);

}  // namespace isorun
