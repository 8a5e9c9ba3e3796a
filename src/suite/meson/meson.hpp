// `meson test`: units from its own list. Meson itself runs them, selected by name, so that set-ups,
// wrappers, timeouts and protocols keep their meaning.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::meson {

// Decided by the command's words.
Match match(const Invocation& invocation);

// The command that lists the tests of COMMAND. `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// The listed suite, possibly without units; null if meson did not list.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::meson
