// The frameworks that are recognised by asking the command for its tests, inside a sandbox:
//
//   for (const Framework& framework : frameworks()) {
//     const ShardCommand listing = framework.listing(command, directory);
//     ... run it, gather the Evidence ...
//     if (auto suite = framework.recognise(command, evidence); !suite || *suite) return suite;
//   }
//   return make_sharded(command, slots);
#pragma once

#include <memory>
#include <span>

#include "suite/suite.hpp"

namespace isorun {

struct Framework {
  std::string_view name;
  ShardCommand (*listing)(const UserCommand& command, std::string_view directory);
  // A null suite where the command is not of this framework.
  Result<std::unique_ptr<Suite>> (*recognise)(const UserCommand& command, const Evidence& listing);
};

std::span<const Framework> frameworks();

}  // namespace isorun
