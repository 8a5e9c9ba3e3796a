// The table of drivers that build test programs before they run them, such as `go test`. Their
// command becomes a build step, which runs once and whose writes go to the host as if the user had
// built, and the programs that it yields:
//
//   const Builder* builder = builder_of(command);
//   const auto place = builder->place(... evidence of builder->question(command) ...);
//   ... run builder->build(command, directory) with place->shared as the host's own ...
//   const Built built = builder->read(command, *place, evidence, directory);
//   ... list and join built.programs (several.hpp) ...
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "suite/suite.hpp"
#include "suite/test_program.hpp"

namespace isorun {

// The places to which a build writes. Paths are absolute.
struct BuildPlace {
  Words shared{};                   // directories of the host; created if they do not exist
  std::string temporary{};          // where the driver puts temporary files; empty: the usual place
  std::string working_directory{};  // where the driver starts, as the host names it
};

struct Built {
  std::vector<TestProgram> programs{};                   // also those that could not be built
  std::function<std::unique_ptr<Suite>()> make_suite{};  // empty: the programs list their tests
  std::chrono::nanoseconds start_up{};                   // of a shard of that suite; 0: unknown
  std::string output{};  // what the driver wrote, for a build that failed as a whole
  bool failed = false;   // as a whole
  std::string note{};    // a sentence for the end of the summary; may be empty
};

struct Builder {
  std::string_view name;  // "go test"
  enum class Makes {
    programs,
    environment,  // in which a program runs that exists
    suite,        // which its own runner runs: one program, or Built::make_suite
  } makes;
  bool (*matches)(const UserCommand& command);
  // The command that says where the driver writes, and its answer; nullopt if there is nothing to
  // build, because the driver is not what its name suggests.
  ShardCommand (*question)(const UserCommand& command);
  std::optional<BuildPlace> (*place)(const UserCommand& command, const Evidence& answer);
  // `directory`, which exists until the end of the run, is for what the build leaves to `read`:
  // Evidence::file reads it.
  ShardCommand (*build)(const UserCommand& command, std::string_view directory);
  Built (*read)(const UserCommand& command, const BuildPlace& place, const Evidence& build,
                std::string_view directory);
};

// Null if it is none of them.
const Builder* builder_of(const UserCommand& command);

}  // namespace isorun
