// Sandboxes that differ from the run's in one thing each, never so that the host can be written to.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "report/record.hpp"
#include "run/options.hpp"
#include "why/setting.hpp"

namespace isorun {

struct Variation {
  std::string option{};  // as typed: "--net host"
  std::string need{};    // of a unit that passes with it: "it needs the host's network"
  Setting setting{};     // the same in isorun.toml; without a key: there is none
  std::function<void(Options&)> apply{};
  bool leaves_out = false;  // the option is one of the run's, and is left out
  bool narrows = false;     // takes something away from the test
  std::string said{};       // the line of the unit's output that suggests it; empty: none
  bool is_limit = false;    // longer time limits: the setting depends on how long the unit takes
};

struct Variations {
  std::vector<Variation> all{};         // what the output suggests first
  std::vector<std::string> left_out{};  // sentences: what cannot be tried, and why
};

// How a unit failed.
struct Symptoms {
  Reason reason = Reason::failed;
  std::string_view output{};
  bool has_limit = false;  // isorun limits its time
};

// Looks at the host for what the output and the environment name.
Variations variations_for(const Symptoms& symptoms, const Options& options);

// The options with the mode of one more directory; an earlier mode of it is replaced.
void set_mode(Options& options, const std::string& path, Mode mode);

}  // namespace isorun
