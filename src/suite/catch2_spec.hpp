// How Catch2, both versions, reads its command line: which words select tests, and how one is named
// exactly.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun::catch2 {

// A test spec for each of the tests of these names. Catch2 ignores case and outer spaces: of tests
// whose names differ in no more than that, each spec selects all.
Words specs_of(std::span<const Unit> units);

// Whether one of the options is given: "-r NAME", "--reporter NAME", "--reporter=NAME".
bool has_option(const Words& argv, std::initializer_list<std::string_view> names);

// The value of the last of the options given as two words or as one; empty where there is none.
std::string_view option_value(const Words& argv, std::initializer_list<std::string_view> names);

// The command without test specs that hold alternatives ("[a],[b]"). The listing has obeyed them,
// and further specs would narrow the last alternative only. Specs without are conditions that all
// listed tests meet, and stay.
Words without_alternatives(const Words& argv);

}  // namespace isorun::catch2
