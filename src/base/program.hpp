// Which program a word names.
#pragma once

#include <string>

namespace isorun {

// As execvp(3) finds it: the word itself where it has a slash, else by PATH; empty where PATH has
// none.
std::string find_program(const std::string& word);

}  // namespace isorun
