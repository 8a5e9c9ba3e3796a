// Turns a command line into Options.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "audit/audit_options.hpp"
#include "cli/subcommands.hpp"
#include "results/cache_options.hpp"
#include "results/kept_options.hpp"
#include "results/merge_options.hpp"
#include "run/options.hpp"
#include "why/why_options.hpp"

namespace isorun {

struct Request {
  Subcommand subcommand = Subcommand::run;
  Options options = {};
  KeptOptions kept = {};    // for diff and apply
  MergeOptions merge = {};  // for merge and report
  WhyOptions why = {};
  AuditOptions audit = {};
  CacheOptions cache = {};
  std::string text = {};  // if not empty: print this instead (--help, --version)
};

// `words` excludes the program's name. Errors: Phase::usage.
Result<Request> parse_words(std::vector<std::string> words);

}  // namespace isorun
