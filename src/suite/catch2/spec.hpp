// Catch2's command line, for both versions: which words select tests, and how to name one test
// exactly.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun::catch2 {

// A test spec for each of these names. Catch2 ignores case and surrounding spaces: if names differ
// only in those, each spec selects all such tests.
Words specs_of(std::span<const Unit> units);

// Whether one of the options is present: "-r NAME", "--reporter NAME", "--reporter=NAME".
bool has_option(const Words& argv, std::initializer_list<std::string_view> names);

// The value of the last of these options, as a separate word or after '='; empty if there is none.
std::string_view option_value(const Words& argv, std::initializer_list<std::string_view> names);

// The command without test specs that contain alternatives ("[a],[b]"). The listing has applied
// them, and further specs would only narrow the last alternative. Other specs are conditions that
// all listed tests meet, and stay.
Words without_alternatives(const Words& argv);

}  // namespace isorun::catch2
