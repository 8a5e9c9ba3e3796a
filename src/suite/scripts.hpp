// Scripts: a directory or list of executable files, each a unit judged by its exit code and, if it
// prints TAP, by that too.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::scripts {

// Yes if the command is a directory, if all of its words name .t files, or if two or more words
// name .t and .sh files of one directory, possibly after a shell.
Match match(const Invocation& invocation);

// The command that lists them: in a directory, but not below it, executable files, .t files and .sh
// files that name an interpreter. `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// Null if a word names nothing.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::scripts
