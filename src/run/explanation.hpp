// `isorun list --explain`: which frameworks were considered for a command, and why each was chosen
// or not.
#pragma once

#include <string>

#include "run/options.hpp"
#include "run/recognise.hpp"

namespace isorun {

// One line each: those of isorun.toml, drivers that build, and isorun's own, in the order in which
// they are judged.
// `build` as for recognise().
std::string explanation(const Options& options, const Recognised& recognised, const Build* build);

}  // namespace isorun
