// Words of a command line -> Options.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "cli/subcommands.hpp"
#include "run/options.hpp"
#include "schedule/unit_rule.hpp"

namespace isorun {

struct Request {
  Subcommand subcommand = Subcommand::run;
  Options options = {};
  std::vector<UnitRule> unit_rules = {};
  std::string text = {};  // if not empty: print this instead (--help, --version)
};

// `words` without the program's own name. Errors: Phase::usage.
Result<Request> parse_words(std::vector<std::string> words);

}  // namespace isorun
