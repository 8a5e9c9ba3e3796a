// Several test programs as the suites of one run: `./a-test ./b-test --gtest_filter=X`.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "suite/framework.hpp"

namespace isorun {

// Each program with the options behind the last one; empty where the command is not two or more
// programs and options.
std::vector<UserCommand> programs_in(const UserCommand& command);

// Whether it is a test program by what is in it, not by its name.
bool is_test_program(const Invocation& invocation);

// One of each of `commands`, in their order. A unit's name begins with its program's.
std::unique_ptr<Suite> join_suites(std::vector<std::unique_ptr<Suite>> suites,
                                   std::span<const UserCommand> commands);

}  // namespace isorun
