// Several test programs as the suites of one run: `./a-test ./b-test --gtest_filter=X`.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "suite/framework.hpp"

namespace isorun {

// Each program with the options after the last one; empty unless the command is two or more
// programs and options.
std::vector<UserCommand> programs_in(const UserCommand& command);

// Whether its content, not its name, shows that it is a test program.
bool is_test_program(const Invocation& invocation);

// One suite of those of `commands`, in order. A unit's name begins with its program's.
std::unique_ptr<Suite> join_suites(std::vector<std::unique_ptr<Suite>> suites,
                                   std::span<const UserCommand> commands);

}  // namespace isorun
