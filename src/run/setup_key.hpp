// What a set-up with inputs depends on: its inputs, its command, the variables that it sees, the
// set-ups below it, the user's view of the host, and isorun. Equal keys mean equal layers, as far
// as the inputs are complete.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "run/attempt.hpp"
#include "run/options.hpp"

namespace isorun {

struct SetupSurroundings {
  const Layout& layout;
  const Groundwork& below;
  std::span<const std::string>
      layers_below;                     // the ids of cached layers, for each set-up in `below`
  std::span<const std::string> absent;  // paths that the set-up does not see
  std::string_view version;             // isorun's
};

// The names of the caller's variables that it does not see: variables like those of a session would
// make each key another. It sees those of `below` and its inputs, and a few that everything needs.
Words hidden_variables(const StepOptions& step, const Groundwork& below);

// 32 digits. Errors, saying why the set-up cannot be cached: Phase::run; EINTR after a signal that
// ends isorun.
Result<std::string> setup_key(const StepOptions& step, const SetupSurroundings& around);

// Whether an input is well-formed. Errors: Phase::usage.
Result<void> check_input(const std::string& input);

}  // namespace isorun
