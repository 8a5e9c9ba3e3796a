// The words of `cargo [OPTIONS] test [ARGS] [-- TEST-ARGS]`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "suite/reports.hpp"

namespace isorun::cargo {

// Whether it is `cargo test`, and runs tests of programs that it builds.
bool can_be_split(const Words& argv);

// The value of the last option "NAME VALUE" or "NAME=VALUE" of Cargo's own.
std::optional<std::string> value_of(const Words& argv, std::string_view name);

// The command with more options for `test`.
Words with_options(const Words& argv, const Words& options);

// The command that prints where the workspace and its target directory are.
Words metadata_words(const Words& argv);

}  // namespace isorun::cargo
