// Settings in messages, by the names that the program's user knows; see isorun/words.hpp.
#pragma once

#include <string>
#include <string_view>

#include <isorun/words.hpp>

namespace isorun {

std::string called(LayoutSetting setting);

// The text with each setting in braces, such as "{Mode::copy}", by its name.
std::string worded(std::string_view text);

}  // namespace isorun
