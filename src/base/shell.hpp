// Words as sh(1) reads them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace isorun {

// In single quotes: nothing in it has a meaning.
std::string quoted_for_shell(std::string_view word);

// With a blank between them.
std::string quoted_for_shell(std::span<const std::string> words);

}  // namespace isorun
