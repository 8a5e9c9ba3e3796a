// Several test programs as the suites of one run: `./a-test ./b-test --gtest_filter=X`, or those
// that a driver has built.
#pragma once

#include <memory>
#include <vector>

#include "suite/framework.hpp"
#include "suite/test_program.hpp"

namespace isorun {

// Each program with the options after the last one; empty unless the command is two or more
// programs and options.
std::vector<TestProgram> programs_in(const UserCommand& command);

// Whether its content, not its name, shows that it is a test program.
bool is_test_program(const Invocation& invocation);

// The only unit of a program that could not be built: it fails, and its output says why.
std::unique_ptr<Suite> make_unbuilt(const TestProgram& program);

// One suite of those of `programs`, in order. A unit without a name is its program as a whole.
// `note` is for the end of the summary; may be empty.
std::unique_ptr<Suite> join_suites(std::vector<std::unique_ptr<Suite>> suites,
                                   std::vector<TestProgram> programs, std::string note = {});

}  // namespace isorun
