// The words of a prove command (prove(1)): options, of which some are bundled, and what to run.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun::prove {

// To list the scripts: the words without what asks prove for something else.
Words words_to_list(const Words& argv);

// To run one script, loudly enough to show its TAP.
Words words_to_run(const Words& argv, const std::string& script);

// The file in which prove saves its state, by these words and the lines of its .proverc; nullopt
// where it saves none.
std::optional<std::string> state_file(const Words& argv, std::string_view resource_file);

}  // namespace isorun::prove
