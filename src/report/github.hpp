// What GitHub Actions shows of a run: annotations, and the page of the step.
//
//   ::error file=src/a_test.cpp,line=12,title=Suite.Test::a_test.cpp:12: Failed
#pragma once

#include <string>
#include <string_view>

#include "report/record.hpp"
#include "report/terminal_settings.hpp"

namespace isorun {

// Lines for standard output: an error for each unit that failed and each problem, a warning for
// each that is flaky. GitHub shows ten of a kind; where there are more, the tenth counts them.
// Files below `workspace` (GITHUB_WORKSPACE; may be empty) are named relative to it, as GitHub
// wants them.
std::string github_annotations(const RunRecord& run, std::string_view workspace);

// Markdown to append to the file that GITHUB_STEP_SUMMARY names: what summary() says. Far smaller
// than the megabyte that GitHub takes.
std::string github_summary(const RunRecord& run, const TerminalSettings& settings);

}  // namespace isorun
