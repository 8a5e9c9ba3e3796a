// Words of a command line -> Options.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "cli/subcommands.hpp"
#include "results/kept_options.hpp"
#include "results/merge_options.hpp"
#include "run/options.hpp"

namespace isorun {

struct Request {
  Subcommand subcommand = Subcommand::run;
  Options options = {};
  KeptOptions kept = {};    // of diff and apply
  MergeOptions merge = {};  // of merge and report
  std::string text = {};    // if not empty: print this instead (--help, --version)
};

// `words` without the program's own name. Errors: Phase::usage.
Result<Request> parse_words(std::vector<std::string> words);

}  // namespace isorun
