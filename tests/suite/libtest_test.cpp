// Real programs run in tests/cli/libtest.t.
#include "suite/libtest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.hpp"

namespace isorun::libtest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::unique_ptr<Suite> recognised(const Words& argv, std::string_view log) {
  auto suite = recognise({argv, {}}, evidence(exited(0), log));
  EXPECT_TRUE(suite && *suite);
  return std::move(*suite);
}

constexpr std::string_view listed =
    "noise\na::one: test\na::one_more: test\nb: benchmark\n\n2 tests, 1 benchmark\nmore noise";

TEST(Libtest, UnitsAreTheTestsListed) {
  const auto suite = recognised({"./suite"}, listed);
  EXPECT_THAT(names(*suite), ElementsAre("a::one", "a::one_more", "b"));
  EXPECT_EQ(suite->units()[0].suite, "a");
  EXPECT_EQ(suite->units()[2].suite, "");
  EXPECT_THAT(names(*recognised({"./suite"}, "\n0 tests, 0 benchmarks\n")), IsEmpty());
}

TEST(Libtest, WithoutAListingThereIsNoSuite) {
  for (const Evidence& listing : {evidence(exited(0), "hello\n"), evidence(exited(101), listed)}) {
    const auto suite = recognise({{"./suite"}, {}}, listing);
    EXPECT_TRUE(suite && *suite == nullptr);
  }
}

TEST(Libtest, RunsExactlyOne) {
  const std::vector<std::size_t> second = {1};
  EXPECT_THAT(recognised({"./suite", "one"}, listed)->command(second, "/d").argv,
              ElementsAre("./suite", "one", "--exact", "a::one_more"));
  EXPECT_THAT(recognised({"./suite", "a::one", "--exact"}, listed)->command(second, "/d").argv,
              ElementsAre("./suite", "a::one", "--exact", "a::one_more", "--skip", "a::one"));
  EXPECT_EQ(recognised({"./suite"}, listed)->limits().units, 1U);
}

std::string reason(int code, std::string_view log, const Words& argv = {"./suite"}) {
  return story(*recognised(argv, listed), {0}, evidence(exited(code), log)).reasons.at("a::one");
}

TEST(Libtest, TheSummaryTellsWhatRan) {
  const std::string begin = "test a::one ... test result: ok. 0 passed;\ntest result: ";
  EXPECT_EQ(reason(0, begin + "ok. 1 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out"),
            "passed");
  EXPECT_EQ(reason(0, begin + "ok. 0 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out"),
            "skipped");
  EXPECT_EQ(reason(0, begin + "ok. 0 passed; 0 failed; 0 ignored; 1 measured; 2 filtered out"),
            "passed");
  EXPECT_EQ(reason(0, begin + "ok. 0 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out"),
            "failed: the program did not run this test");
  EXPECT_EQ(reason(0, "test a::one ... "),
            "failed: the program exited with code 0 during this test");
  EXPECT_EQ(reason(0, "{}", {"./suite", "--format=json"}), "passed");
}

TEST(Libtest, TheDetailIsThePanic) {
  EXPECT_EQ(
      reason(
          101,
          "thread 'a' panicked at 'failed: `(l == r)`\n  left: `1`,\n right: `2`', x.rs:4:5\nnote"),
      "failed: 'failed: `(l == r)` left: `1`, right: `2`', x.rs:4:5");
  EXPECT_EQ(reason(101, "thread 'a' panicked at x.rs:4:5:\nassertion failed\nnote"),
            "failed: x.rs:4:5: assertion failed");
  EXPECT_EQ(reason(101, "note: test did not panic as expected\n"),
            "failed: test did not panic as expected");
  EXPECT_EQ(reason(101, ""), "failed: exit code 101");
}

}  // namespace
}  // namespace isorun::libtest
