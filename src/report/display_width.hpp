// How much room a text takes on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace isorun {

// In columns; wide characters take two, marks that combine none. The text is printable().
std::size_t display_width(std::string_view text);

// The text, or as much of its end as fits: "...foo.py::test_bar". A path's last element says most.
std::string fit_end(std::string_view text, std::size_t columns);

// The text, or as much of its beginning as fits.
std::string fit_beginning(std::string_view text, std::size_t columns);

}  // namespace isorun
