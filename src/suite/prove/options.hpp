// The words of a prove command (prove(1)): options, which may be bundled, and what to run.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun::prove {

// Leaves out the words that make prove do something other than list.
Words words_to_list(const Words& argv);

// Runs one script, verbosely enough to show its TAP.
Words words_to_run(const Words& argv, const std::string& script);

// The file in which prove saves its state, by these words and the lines of .proverc; nullopt if it
// saves none.
std::optional<std::string> state_file(const Words& argv, std::string_view resource_file);

}  // namespace isorun::prove
