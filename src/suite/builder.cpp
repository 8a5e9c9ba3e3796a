#include "suite/builder.hpp"

#include <algorithm>

#include "suite/cargo/cargo.hpp"
#include "suite/go/command.hpp"
#include "suite/python_environment.hpp"

namespace isorun {

const Builder* builder_of(const UserCommand& command) {
  static constexpr Builder table[] = {
      {"go test", false, go_command::matches, go_command::question, go_command::place,
       go_command::build, go_command::read},
      {"cargo test", false, cargo::matches, cargo::question, cargo::place, cargo::build,
       cargo::read},
      {"uv run", true, python_environment::is_of_uv, python_environment::question,
       python_environment::place, python_environment::build, python_environment::read},
      {"hatch run", true, python_environment::is_of_hatch, python_environment::question,
       python_environment::place, python_environment::build, python_environment::read},
  };
  const auto* found = std::ranges::find_if(
      table, [&command](const Builder& builder) { return builder.matches(command); });
  return found == std::end(table) ? nullptr : found;
}

}  // namespace isorun
