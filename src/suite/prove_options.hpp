// The words of a prove command (prove(1)): options, of which some are bundled, and what to run.
#pragma once

#include "suite/suite.hpp"

namespace isorun::prove {

// To list the scripts: the words without what asks prove for something else.
Words words_to_list(const Words& argv);

// To run one script, loudly enough to show its TAP.
Words words_to_run(const Words& argv, const std::string& script);

}  // namespace isorun::prove
