// A command that cannot be split: one unit, judged by its exit code, and a script also by its TAP.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "suite/framework.hpp"

namespace isorun {

// The name of the framework; a script has "scripts".
inline constexpr std::string_view whole_command = "command";

// The suite's note says how the command could be split, by the recipe of its driver if that is
// known; or `why` it was not.
std::unique_ptr<Suite> make_whole(const Invocation& invocation, std::string_view why = {});

// `why` it cannot be split is the suite's note. `reports` are those that its framework knows of.
std::unique_ptr<Suite> make_whole(const UserCommand& command, std::string_view why,
                                  std::vector<Report> reports = {});

// A test program that does not list its tests: its unit has no name of its own.
std::unique_ptr<Suite> make_unlisted(const UserCommand& program);

// The name of a unit that is a whole command: its program's.
std::string name_of_whole(const UserCommand& command);

// One sentence: that `command` ran whole, and how it could be split. `script` is its text, if it is
// a script.
std::string whole_note(const UserCommand& command, std::string_view script = {});

}  // namespace isorun
