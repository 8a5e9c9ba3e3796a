// Scripts: a folder or list of executable files, each a unit that is judged by its exit code and,
// where it prints TAP, by that too.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::scripts {

// Yes where the command is a directory, all of its words name .t files, or two or more words name
// .t and .sh files of one directory, a shell before them or not.
Match match(const Invocation& invocation);

// How to list them: of a directory its executable files, its .t files and the .sh files that name
// an interpreter, not those below it.
// `directory` as in Suite::command().
ShardCommand listing(const UserCommand& command, std::string_view directory);

// Null where a word names nothing.
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::scripts
