// Programs that speak on standard output prove nothing on standard error, which any library that
// they call may write to. (tests/cli/output.t has the same of scripts.)
#include <algorithm>
#include <stdexcept>

#include <gtest/gtest.h>

#include "story.hpp"

namespace isorun {
namespace {

struct Speaker {
  const char* name;
  const char* framework;
  Words argv;
  Ending listed;            // how the listing ends
  const char* listing;      // of one test
  const char* other;        // of another test
  const char* passed;       // by the test
  const char* contrary;     // the opposite, as the program would print it
  const char* report = "";  // a file that its listing writes
};

constexpr const char* doctest_listing =
    R"(<?xml version="1.0"?><doctest><TestCase name="a"/><OverallResultsTestCases/></doctest>)";

const Speaker speakers[] = {
    {.name = "Libtest",
     .framework = "libtest",
     .argv = {"./suite"},
     .listed = exited(0),
     .listing = "a: test\n\n1 test, 0 benchmarks\n",
     .other = "b: test\n",
     .passed = "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n",
     .contrary = "test result: ok. 0 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n"},
    {.name = "Doctest",
     .framework = "doctest",
     .argv = {"./suite"},
     .listed = exited(0),
     .listing = "",
     .other = R"(<TestCase name="b"/>)",
     .passed = "[doctest] Status: SUCCESS!\n",
     .contrary = "[doctest] Status: FAILURE!\n",
     .report = doctest_listing},
    {.name = "Catch2v2",
     .framework = "catch2-v2",
     .argv = {"./suite"},
     .listed = exited(1),
     .listing = "a\t@suite.cpp:1\n",
     .other = "b\t@suite.cpp:2\n",
     .passed = "All tests passed (1 assertion in 1 test case)\n",
     .contrary = "No tests ran\n"},
    {.name = "Go",
     .framework = "go",
     .argv = {"./x.test"},
     .listed = exited(0),
     .listing = "TestA\n",
     .other = "TestB\n",
     .passed = "=== RUN   TestA\n--- PASS: TestA (0.00s)\nPASS\n",
     .contrary = "--- FAIL: TestA (0.00s)\nFAIL\n"},
    {.name = "GoWithMarks",
     .framework = "go",
     .argv = {"./x.test"},
     .listed = exited(0),
     .listing = "TestA\n",
     .other = "TestB\n",
     .passed = "\x16=== RUN   TestA\n\x16--- PASS: TestA (0.00s)\n\x16PASS\n",
     .contrary = "\x16--- FAIL: TestA (0.00s)\n\x16PASS\n",
     .report = "Go knows marks"},
    // The user's own report takes the place of isorun's.
    {.name = "GoogleTest",
     .framework = "googletest",
     .argv = {"./suite", "--gtest_output=xml"},
     .listed = exited(0),
     .listing = "S.\n  A\n",
     .other = "  B\n",
     .passed = "[ RUN      ] S.A\n[       OK ] S.A (0 ms)\n",
     .contrary = "[  FAILED  ] S.A (0 ms)\n"},
};

void PrintTo(const Speaker& speaker, std::ostream* stream) {
  *stream << speaker.name;
}

class Streams : public testing::TestWithParam<Speaker> {
 protected:
  std::unique_ptr<Suite> listed() {
    log_ = std::string(GetParam().listing) + GetParam().other;
    Evidence listing = evidence(GetParam().listed, GetParam().listing);
    listing.log = log_;
    listing.file = [report = std::string(GetParam().report)](std::string_view) {
      return report.empty() ? std::nullopt : std::optional(report);
    };
    const auto framework = std::ranges::find(frameworks(), GetParam().framework, &Framework::name);
    auto suite = framework->recognise({.argv = GetParam().argv}, listing);
    if (!suite || *suite == nullptr) throw std::runtime_error("not recognised");
    return std::move(*suite);
  }

  // Whether the test passed in a program that exits with code 0.
  bool passes(std::string_view output, std::string_view error) {
    const auto suite = listed();
    log_ = std::string(output) + std::string(error);
    Evidence ended = evidence(exited(0), output);
    ended.log = log_;
    const std::vector<std::size_t> unit = {0};
    const ShardResults shard = suite->results(unit, ended);
    return !shard.results.empty() && shard.results.front().reason == Reason::passed;
  }

 private:
  std::string log_;
};

TEST_P(Streams, OnlyStandardOutputListsTests) {
  EXPECT_EQ(listed()->units().size(), 1U);
}

TEST_P(Streams, WhatStandardErrorSaysIsNoSuccess) {
  EXPECT_TRUE(passes(GetParam().passed, ""));
  EXPECT_FALSE(passes("", GetParam().passed));
}

TEST_P(Streams, WhatStandardErrorSaysContradictsNothing) {
  EXPECT_TRUE(passes(GetParam().passed, GetParam().contrary));
}

INSTANTIATE_TEST_SUITE_P(, Streams, testing::ValuesIn(speakers),
                         [](const auto& speaker) { return speaker.param.name; });

}  // namespace
}  // namespace isorun
