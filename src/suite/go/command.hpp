// `go test [FLAGS] [PACKAGES]`: the go command builds, and its -exec captures the test program of
// each package, which go.hpp lists and judges.
#pragma once

#include "suite/builder.hpp"

namespace isorun::go_command {

extern const Builder builder;

}  // namespace isorun::go_command
