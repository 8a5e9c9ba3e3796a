// `meson test` and `ninja test` in a build directory of Meson: the build of what the tests need.
#pragma once

#include "suite/builder.hpp"

namespace isorun::meson_build {

extern const Builder meson_test;
extern const Builder ninja_test;

}  // namespace isorun::meson_build
