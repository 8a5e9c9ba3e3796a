// Finds the program that a word names.
#pragma once

#include <string>

namespace isorun {

// As execvp(3) does: the word itself if it contains a slash, else searched in PATH; empty if not
// found.
std::string find_program(const std::string& word);

}  // namespace isorun
