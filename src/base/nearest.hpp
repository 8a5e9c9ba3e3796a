// Suggestions for mistyped names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace isorun {

// The name that `word` probably meant: the one with the fewest letters inserted, deleted, replaced
// or swapped with a neighbor, if at most a third of the word's letters differ (leading dashes not
// counted); otherwise empty.
std::string nearest(std::string_view word, std::span<const std::string> names);

// "; did you mean NAME?", or empty if no name is near.
std::string suggestion(std::string_view word, std::span<const std::string> names);

}  // namespace isorun
