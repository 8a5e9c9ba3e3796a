// `cargo test [ARGS]`: Cargo builds, and a runner captures each test program, which libtest.hpp
// lists and judges. The doc tests of a package are one unit.
#pragma once

#include "suite/builder.hpp"

namespace isorun::cargo {

extern const Builder builder;

}  // namespace isorun::cargo
