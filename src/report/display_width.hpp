// How many columns a text takes on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace isorun {

// Wide characters take two columns, combining marks none. The text must be printable().
std::size_t display_width(std::string_view text);

// The text, cut at its start to fit: "...foo.py::test_bar". The end of a path matters most.
std::string fit_end(std::string_view text, std::size_t columns);

// The text, cut at its end to fit.
std::string fit_beginning(std::string_view text, std::size_t columns);

}  // namespace isorun
