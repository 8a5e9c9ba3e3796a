// A rule at work on files that a test might write.
#pragma once

#include <string_view>

namespace isorun::fuzz {

enum class Makes {
  json,        // one JSON text
  json_lines,  // JSON Lines
  xml,
  text,
};

// Whether the result is a file of the same kind, whose merge with no other is itself.
enum class Again { same, differs };

// Merges the parts of the input, each the file of a shard of its own, in two orders of arrival.
void run_rule(std::string_view rule, Makes makes, Again again, std::string_view input);

}  // namespace isorun::fuzz
