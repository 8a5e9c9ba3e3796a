// Commands that run other programs: those known by name, and what can be learned about a command
// that no framework recognizes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "suite/framework.hpp"

namespace isorun {

// "/usr/bin/make" is "make".
std::string_view base_name(std::string_view program);

// Whether it runs several programs of its own choice (make, ninja, npm, ...): the answer of one of
// them is not the command's.
bool is_driver(std::string_view program);

// The programs that isorun knows by name: drivers, and frameworks that are programs.
std::vector<std::string> known_programs();

// How isorun could split this command, as part of a sentence: for the known program that it is, or
// else for the first one that its words or script call.
std::string_view recipe_of(const Words& words, std::string_view script = {});

// The command's script: its program, or the first word after an interpreter or a program that runs
// others (`sh ./suite`, `env ./suite`); null if there is none.
const NamedFile* script_of(const Invocation& invocation);

// Whether its script is a wrapper, which execs another program with its own arguments.
bool passes_words_on(const Invocation& invocation);

// Whether the command itself uses the sharding variables: its program names the shard status file,
// or its script (or a word that is one) reads the variable. A program that it merely runs proves
// nothing.
bool may_shard(const Invocation& invocation);

}  // namespace isorun
