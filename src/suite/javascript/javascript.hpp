// JavaScript's test runners: jest, vitest, mocha and `node --test`, also behind npx, npm, pnpm and
// yarn. Units are test files. Scripts in share/isorun/javascript ask the runner for them, and have
// it run some.
#pragma once

#include "suite/framework.hpp"

namespace isorun::javascript {

Match match(const Invocation& invocation);
ShardCommand listing(const UserCommand& command, std::string_view directory);
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::javascript
