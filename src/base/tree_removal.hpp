// Removes trees of any depth. Makes only system calls, so that it works between clone and exec too.
#pragma once

#include <array>

#include "base/descent.hpp"

namespace isorun {

// What could not be removed.
struct Leftover {
  long error = 0;                   // a negated errno; 0: nothing is left
  std::array<char, 256> path = {};  // of the first one; a long path loses its beginning
};

// Removes the file or directory tree of that name, and continues past what cannot be removed.
// Follows no symlink. It is not an error if nothing has that name.
namespace raw {
Leftover remove_tree(int directory, const char* name, Levels& levels);
Leftover remove_tree(int directory, const char* name);

// Likewise everything in an open directory that has not been read yet.
Leftover empty_directory(int directory, Levels& levels);

// Changes the mode of a directory that the caller owns but may not open. 0, or a negated errno.
long set_directory_mode(int parent, const char* name, unsigned mode);
}  // namespace raw

}  // namespace isorun
