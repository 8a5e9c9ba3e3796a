// The table of frameworks. A suite's framework is detected by looking at the command without
// running it, and then by asking it for its tests in a sandbox:
//
//   for (const Framework& framework : frameworks()) {
//     if (framework.match(invocation) == Match::no) continue;
//     const ShardCommand listing = framework.listing(command, directory);
//     ... run it, gather the Evidence ...
//     if (auto suite = framework.recognise(command, evidence); !suite || *suite) return suite;
//   }
//   return may_shard(invocation) ? make_sharded(command, slots, Proof::first) :
//   make_whole(invocation);
#pragma once

#include <initializer_list>
#include <memory>
#include <span>

#include "suite/suite.hpp"

namespace isorun {

// A file or directory named by a word of the command.
struct NamedFile {
  std::string path;            // absolute
  std::string_view content{};  // empty for a directory
  bool is_directory = false;
};

// What is known about a command without running it.
struct Invocation {
  const UserCommand& command;
  std::optional<NamedFile> program;    // argv[0], searched in PATH; nullopt if not found
  std::vector<NamedFile> arguments{};  // the files that other words name
};

enum class Match {
  no,
  maybe,  // worth asking
  yes,    // if asking fails, the user should know
};

struct Framework {
  std::string_view name;  // for --framework
  std::string_view sign;  // what the command is if it is of this framework, as part of a sentence
  Match (*match)(const Invocation& invocation);
  ShardCommand (*listing)(const UserCommand& command, std::string_view directory);
  // A null suite if the command does not belong to this framework or did not answer.
  Result<std::unique_ptr<Suite>> (*recognise)(const UserCommand& command, const Evidence& listing);
};

std::span<const Framework> frameworks();

// Detects a framework by strings in its programs: yes if the program contains one, maybe if an
// argument does (`env ./suite`), else no.
Match match_marks(const Invocation& invocation, std::initializer_list<std::string_view> marks);

}  // namespace isorun
