// Test programs of Catch2, version 2: header-only, one reporter per run, no report of a listing.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::catch2_v2 {

Match match(const Invocation& invocation);
ShardCommand listing(const UserCommand& command, std::string_view directory);
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::catch2_v2
