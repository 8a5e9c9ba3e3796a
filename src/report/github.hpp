// GitHub Actions: annotations.
//
//   ::error file=src/a_test.cpp,line=12,title=Suite.Test::a_test.cpp:12: Failed
#pragma once

#include <string>
#include <string_view>

#include "report/record.hpp"

namespace isorun {

// Lines for standard output: an error for each failed unit and each problem, a warning for each
// flaky unit. GitHub shows ten of each kind; if there are more, the tenth counts them. Files below
// `workspace` (GITHUB_WORKSPACE; may be empty) are named relative to it, as GitHub requires.
std::string github_annotations(const RunRecord& run, std::string_view workspace);

}  // namespace isorun
