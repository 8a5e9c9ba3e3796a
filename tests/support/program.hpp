// The tools whose files the rules merge.
#pragma once

#include <cstdlib>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "temporary_layer.hpp"

namespace isorun {

// A shell's answer: what it printed; fails the test where a command fails.
std::string shell(const std::string& directory, const std::string& commands);

bool has_program(const std::string& name);

}  // namespace isorun

// Skips a test that needs the program, or fails it where everything must work.
#define NEED_PROGRAM(name)                                                          \
  if (!isorun::has_program(name)) {                                                 \
    ASSERT_EQ(std::getenv("ISORUN_MUST_WORK"), nullptr) << (name) << " is missing"; \
    GTEST_SKIP() << (name) << " is missing";                                        \
  }
