// Go test programs, built by `go test -c`.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::go {

Match match(const Invocation& invocation);
ShardCommand listing(const UserCommand& command, std::string_view directory);
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::go
