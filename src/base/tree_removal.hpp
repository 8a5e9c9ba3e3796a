// Removes trees of any depth. Makes only system calls, so that it also works between clone and
// exec.
#pragma once

#include <array>

#include "base/descent.hpp"

namespace isorun {

// What could not be removed.
struct Leftover {
  long error = 0;                   // a negated errno; 0: everything was removed
  std::array<char, 256> path = {};  // of the first failure; a long path loses its beginning
};

// Removes the file or directory tree of that name, continuing past failures. Does not follow
// symlinks. A missing name is not an error.
namespace raw {
Leftover remove_tree(int directory, const char* name, Levels& levels);
Leftover remove_tree(int directory, const char* name);

// Removes the entries of an open directory that has not been read yet.
Leftover empty_directory(int directory, Levels& levels);

// Changes the mode of a directory that the caller owns but may not open. 0, or a negated errno.
long set_directory_mode(int parent, const char* name, unsigned mode);
}  // namespace raw

}  // namespace isorun
