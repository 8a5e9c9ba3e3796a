// What the kernel runs a program with. If it is missing, execve(2) fails with ENOENT, as if the
// program itself were.
#pragma once

#include <string>

namespace isorun {

// The interpreter in a script's `#!` line, or the dynamic linker of a 64-bit ELF program; empty if
// there is none, or the file cannot be read.
std::string interpreter_of(const std::string& path);

}  // namespace isorun
