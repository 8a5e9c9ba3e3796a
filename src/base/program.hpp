// Finds the program that a word names.
#pragma once

#include <string>

#include <isorun/error.hpp>

namespace isorun {

// Searches like execvp(3): the word itself if it contains a slash, else in PATH; empty if not
// found.
std::string find_program(const std::string& word);

// The error of executing `word`, which failed with this errno. It says so if the interpreter is
// missing.
Error exec_error(const std::string& word, int code);

}  // namespace isorun
