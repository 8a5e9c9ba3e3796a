// A framework at work on what its programs might print and write.
#pragma once

#include <string_view>
#include <vector>

#include "suite/suite.hpp"

namespace isorun::fuzz {

// The input of a framework. Its parts: how the listing and the run ended, each one of
// "3" (the exit code), "SIG11", "timeout", "interrupted", "lost", "disk-full", with a blank between
// them; the log of the listing; its files, one a part; the log of the run; its file.
struct Programs {
  std::string_view framework;
  Words command;
  std::vector<std::string_view> listing_files = {};
  std::string_view results_file = {};
};

// Lists, and has all units in one shard, or each in its own where the framework has it so.
void run_suite(const Programs& programs, std::string_view input);

// A suite, however it was made, on that log and that file.
void check_suite(const Suite& suite, const Evidence& evidence);

Evidence evidence_of(std::string_view ending, std::string_view log);

}  // namespace isorun::fuzz
