// A command that cannot be split: one unit, judged by its exit code, and a script also by its TAP.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "suite/framework.hpp"

namespace isorun {

// Its name as a framework; that of a script is "scripts".
inline constexpr std::string_view whole_command = "command";

// The suite says how the command could be split: the recipe of its driver, where it is a known one.
std::unique_ptr<Suite> make_whole(const Invocation& invocation);

// What a unit that is a whole command is called: its program's name.
std::string name_of_whole(const UserCommand& command);

// One sentence: that `command` ran whole, and how it could be split. `script` is its text, if it is
// one.
std::string whole_note(const UserCommand& command, std::string_view script = {});

}  // namespace isorun
