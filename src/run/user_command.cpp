#include "run/user_command.hpp"

#include "base/support.hpp"
#include "base/variable.hpp"

namespace isorun {

UserCommand user_command(const Options& options) {
  UserCommand command{
      .argv = options.command, .support = support_directory(), .skip_codes = options.skip_codes};
  for (const std::string_view variable : variables()) command.environment.emplace_back(variable);
  return command;
}

}  // namespace isorun
