// Workers of a pytest-xdist that isorun does not run: `--tx 'popen//python=isorun exec --
// python3'`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isorun::pytest {

// The command with our part of it before execnet's words, where it is an interpreter that execnet
// starts; else the command as it is. `support` is where isorun's own files for frameworks are.
std::vector<std::string> with_gateway(std::vector<std::string> argv, std::string_view support);

}  // namespace isorun::pytest
