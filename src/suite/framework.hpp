// The frameworks whose suites can be listed. One is found by looking at the command, without
// running it, and then by asking it for its tests, inside a sandbox:
//
//   for (const Framework& framework : frameworks()) {
//     if (framework.look(look) == Likeness::no) continue;
//     const ShardCommand listing = framework.listing(command, directory);
//     ... run it, gather the Evidence ...
//     if (auto suite = framework.recognise(command, evidence); !suite || *suite) return suite;
//   }
//   return may_shard(look) ? make_sharded(command, slots, Proof::first) : make_whole(look);
#pragma once

#include <initializer_list>
#include <memory>
#include <span>

#include "suite/suite.hpp"

namespace isorun {

// A file or directory that a word of the command names.
struct NamedFile {
  std::string path;            // absolute
  std::string_view content{};  // empty for a directory
  bool is_directory = false;
};

// What can be told of a command without running it.
struct Look {
  const UserCommand& command;
  std::optional<NamedFile> program;    // argv[0], as PATH finds it; nullopt where it does not
  std::vector<NamedFile> arguments{};  // of the other words those that name something
};

enum class Likeness {
  no,
  maybe,  // asking is worth while
  yes,    // if asking fails, the user should know
};

struct Framework {
  std::string_view name;  // of --framework
  Likeness (*look)(const Look& look);
  ShardCommand (*listing)(const UserCommand& command, std::string_view directory);
  // A null suite where the command is not of this framework, or did not answer.
  Result<std::unique_ptr<Suite>> (*recognise)(const UserCommand& command, const Evidence& listing);
};

std::span<const Framework> frameworks();

// By strings that a program of a framework has in it: yes where the program has one, maybe where an
// argument of it has one (`env ./suite`), else no.
Likeness likeness(const Look& look, std::initializer_list<std::string_view> marks);

}  // namespace isorun
