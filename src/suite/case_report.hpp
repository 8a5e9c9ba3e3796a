// Reports of test cases, in formats that many tools write.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suite/result.hpp"

namespace isorun {

struct TestCase {
  std::vector<std::string> names{};  // the ways in which a list may name it, or what it belongs to
  UnitResult result{};               // without its unit
};

// JUnit's XML. A test's names are its name, alone and after "CLASS." and "CLASS::", its class, its
// suite, and its file. nullopt if the text is not a whole document.
std::optional<std::vector<TestCase>> read_junit_cases(std::string_view text);

// An array, the array "tests" of an object, or one object per line:
//
//   {"name": "a", "class": "C", "suite": "s", "file": "a.js", "status": "passed",
//    "duration": 0.5, "message": "why"}
//
// Only name and status are needed. A status begins with pass, ok, fail, error or skip, in any case;
// a duration is in seconds. A test's names are as in JUnit's XML. nullopt if the text is something
// else.
std::optional<std::vector<TestCase>> read_json_cases(std::string_view text);

}  // namespace isorun
