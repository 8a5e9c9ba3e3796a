// Finds the program that a word names.
#pragma once

#include <string>

#include <isorun/error.hpp>

namespace isorun {

// As execvp(3) does: the word itself if it contains a slash, else searched in PATH; empty if not
// found.
std::string find_program(const std::string& word);

// That executing `word` failed with this errno. If the interpreter is what the host lacks, says so.
Error exec_error(const std::string& word, int code);

}  // namespace isorun
