// Commands that run other programs: which are known by their names, and what else tells of a
// command that no framework knows.
#pragma once

#include <string_view>

#include "suite/framework.hpp"

namespace isorun {

// "/usr/bin/make" is "make".
std::string_view base_name(std::string_view program);

// Whether it runs several programs of its own choice (make, ninja, npm, ...): what one of them
// answers is no answer of the command's.
bool is_driver(std::string_view program);

// How to have isorun split a command of these words, as a part of a sentence: by the known program
// that it is, or else the first one that its words or its script call.
std::string_view recipe_of(const Words& words, std::string_view script = {});

// The script that the command is: its program, or the first word of an interpreter or a program
// that runs another one (`sh ./suite`, `env ./suite`); null where there is none.
const NamedFile* script_of(const Invocation& invocation);

// Whether its script is a wrapper, which becomes another program and passes its words on to it.
bool passes_words_on(const Invocation& invocation);

// Whether the command itself has to do with the sharding variables: its program, its script or a
// word of it names the shard status file. A program that it merely runs proves nothing of it.
bool may_shard(const Invocation& invocation);

}  // namespace isorun
