// Small text helpers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isorun {

// The pieces between separators, empty ones included; an empty text is one empty piece.
std::vector<std::string_view> split(std::string_view text, char separator);

// The lines of a text without their ends ("\n" or "\r\n"); a last line needs no end.
std::vector<std::string_view> lines(std::string_view text);

std::string_view trim(std::string_view text);

}  // namespace isorun
