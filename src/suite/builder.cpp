#include "suite/builder.hpp"

#include <algorithm>

#include "suite/automake/automake.hpp"
#include "suite/cargo/cargo.hpp"
#include "suite/go/command.hpp"
#include "suite/meson/build.hpp"
#include "suite/python_environment.hpp"

namespace isorun {

const Builder* builder_of(const UserCommand& command) {
  using Makes = Builder::Makes;
  static constexpr Builder table[] = {
      {"go test", Makes::programs, go_command::matches, go_command::question, go_command::place,
       go_command::build, go_command::read},
      {"cargo test", Makes::programs, cargo::matches, cargo::question, cargo::place, cargo::build,
       cargo::read},
      {"uv run", Makes::environment, python_environment::is_of_uv, python_environment::question,
       python_environment::place, python_environment::build, python_environment::read},
      {"hatch run", Makes::environment, python_environment::is_of_hatch,
       python_environment::question, python_environment::place, python_environment::build,
       python_environment::read},
      {"meson test", Makes::suite, meson_build::is_meson, meson_build::question, meson_build::place,
       meson_build::build, meson_build::read},
      {"ninja test", Makes::suite, meson_build::is_ninja, meson_build::question, meson_build::place,
       meson_build::build, meson_build::read},
      {"make check", Makes::suite, automake::matches, automake::question, automake::place,
       automake::build, automake::read},
  };
  const auto* found = std::ranges::find_if(
      table, [&command](const Builder& builder) { return builder.matches(command); });
  return found == std::end(table) ? nullptr : found;
}

}  // namespace isorun
