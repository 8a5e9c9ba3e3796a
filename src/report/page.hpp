// The style and the script of report.html, from src/report/page/: CMake makes page.cpp of them.
#pragma once

#include <string_view>

namespace isorun {

extern const std::string_view page_style;
extern const std::string_view page_script;

}  // namespace isorun
