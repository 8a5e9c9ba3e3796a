// Workers of a pytest-xdist that isorun does not run: `--tx 'popen//python=isorun exec --
// python3'`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isorun::pytest {

// If the command is an interpreter started by execnet, makes it load our module first; otherwise
// returns the command unchanged. `support` is the directory of isorun's support files.
std::vector<std::string> with_gateway(std::vector<std::string> argv, std::string_view support);

}  // namespace isorun::pytest
