// What the library's messages call its settings: the program's options.
#pragma once

#include <string_view>

#include <isorun/words.hpp>

namespace isorun {

std::string_view option_for(LayoutSetting setting);

}  // namespace isorun
