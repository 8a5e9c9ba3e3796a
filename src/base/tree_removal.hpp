// Removes trees, however deep. System calls only: it serves between clone and exec as well.
#pragma once

#include <array>

#include "base/descent.hpp"

namespace isorun {

// What could not be removed.
struct Leftover {
  long error = 0;                   // a negated errno; 0: nothing is left
  std::array<char, 256> path = {};  // of the first one, its beginning cut off if it is long
};

// Removes what has that name, a directory with all below it, and goes on past what cannot be
// removed. Follows no symlink. Nothing of that name is no error.
namespace raw {
Leftover remove_tree(int directory, const char* name, Levels& levels);
Leftover remove_tree(int directory, const char* name);

// Likewise all that an open directory holds, which was not read yet.
Leftover empty_directory(int directory, Levels& levels);

// Changes the mode of a directory that its owner, the caller, may not open. 0, or a negated errno.
long set_directory_mode(int parent, const char* name, unsigned mode);
}  // namespace raw

}  // namespace isorun
