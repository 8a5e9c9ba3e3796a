#include "suite/builder.hpp"

#include <algorithm>

#include "suite/automake/automake.hpp"
#include "suite/cargo/cargo.hpp"
#include "suite/go/command.hpp"
#include "suite/meson/build.hpp"
#include "suite/python_environment.hpp"
#include "suite/python_sessions.hpp"

namespace isorun {

const Builder* builder_of(const UserCommand& command) {
  static constexpr const Builder* table[] = {
      &go_command::builder,           &cargo::builder,          &python_environment::uv_run,
      &python_environment::hatch_run, &python_sessions::tox,    &python_sessions::nox,
      &meson_build::meson_test,       &meson_build::ninja_test, &automake::builder,
  };
  const auto* found = std::ranges::find_if(
      table, [&command](const Builder* builder) { return builder->matches(command); });
  return found == std::end(table) ? nullptr : *found;
}

}  // namespace isorun
