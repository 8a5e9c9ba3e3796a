#include "why/cure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_suite.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;

struct Fixed : FakeSuite {
  explicit Fixed(std::size_t most)
      : FakeSuite({{"A.one", "A", "a"},
                   {"A.two", "A", "a"},
                   {"B.one", "B", "a"},
                   {"C.one", "C", "c"},
                   {"D.one", "D", "d"}}) {
    set_limits({.units = most});
  }
};

Cure cure(const Diagnosis& cause, std::size_t unit, std::string_view group = {},
          std::size_t most = ShardLimits::none, const std::vector<Variation>& variations = {}) {
  const Fixed suite(most);
  return cure_of({suite, unit, group, variations, cause});
}

TEST(Cures, OfOrderAreTheNarrowestGroup) {
  Diagnosis cause{.kind = CauseKind::needs_before, .decisive = {.before = {0}}};
  EXPECT_EQ(cure(cause, 1).sentence, "needs A.one to run before it in one process: --group suite");
  EXPECT_EQ(cure(cause, 2).option, "--group file");
  EXPECT_EQ(cure(cause, 1, "suite").option, "--group file") << "the suite was together already";
  const Cure bundle = cure(cause, 3);
  EXPECT_EQ(bundle.option, "");
  EXPECT_EQ(lines_of(bundle.lines.overrides),
            "[[overrides]]\nfilter = \"=A.one or =C.one\"\nbundle = \"C.one\"\n");
  EXPECT_TRUE(bundle.is_known());
}

TEST(Cures, OfOrderSayWhereThereAreNone) {
  const Diagnosis cause{.kind = CauseKind::needs_before,
                        .decisive = {.before = {0, 2}, .how = Before::in_sandbox}};
  const Cure none = cure(cause, 3, {}, 1);
  EXPECT_EQ(none.sentence,
            "needs A.one and B.one to run before it in one sandbox, for the files that they leave; "
            "isorun runs each unit of fake in a sandbox of its own: make them one unit");
  EXPECT_FALSE(none.is_known());
}

TEST(Cures, OfATimeLimitAreTwiceWhatItTakes) {
  const std::vector<Variation> variations = {
      {.option = "--timeout", .need = "it needs more time", .is_limit = true}};
  const Cure longer = cure({.kind = CauseKind::sandbox,
                            .decisive = {.variations = {0}},
                            .failure = {.reason = Reason::timeout, .detail = "timed out"},
                            .longest = 1600ms},
                           0, {}, 1, variations);
  EXPECT_EQ(longer.sentence, "passes with --timeout 4s: it needs more time (timed out)");
  EXPECT_EQ(lines_of(longer.lines.overrides),
            "[[overrides]]\nfilter = \"=A.one\"\ntimeout = \"4s\"\n");
}

TEST(Cures, NameSeveralVariations) {
  const std::vector<Variation> variations = {
      {.option = "--net host", .need = "it needs a", .setting = {"net", "host"}},
      {.option = "--hide x", .need = "it needs b", .leaves_out = true, .said = "x: gone"}};
  const Cure both =
      cure({.kind = CauseKind::sandbox, .decisive = {.variations = {0, 1}}}, 0, {}, 1, variations);
  EXPECT_EQ(both.sentence,
            "passes with --net host and without --hide x: it needs a and it needs b (x: gone)");
  EXPECT_EQ(lines_of(both.lines.settings), "net = \"host\"\n");
}

TEST(Cures, MayTakeOrderAsWell) {
  const std::vector<Variation> variations = {
      {.option = "--net host", .need = "it needs a", .setting = {"net", "host"}}};
  const Diagnosis cause{.kind = CauseKind::sandbox, .decisive = {.variations = {0}, .before = {0}}};
  const Cure both = cure(cause, 1, {}, ShardLimits::none, variations);
  EXPECT_EQ(both.sentence,
            "passes with --net host: it needs a; and needs A.one to run before it in one process: "
            "--group suite");
  EXPECT_EQ(lines_of(both.lines.settings), "net = \"host\"\ngroup = \"suite\"\n");
  const Cure together = cure(cause, 1, "file", ShardLimits::none, variations);
  EXPECT_EQ(together.sentence, "passes with --net host: it needs a, after A.one as in the run");
  EXPECT_EQ(lines_of(together.lines.settings), "net = \"host\"\n");
  EXPECT_FALSE(cure(cause, 1, {}, 1, variations).is_known());
}

TEST(Cures, OfNeighborsAreALock) {
  Diagnosis cause{.kind = CauseKind::fails_beside, .decisive = {.beside = {0, 2}}};
  EXPECT_EQ(cure(cause, 3).sentence, "fails while A.one and B.one run: give them a lock");
  EXPECT_EQ(lines_of(cure(cause, 3).lines.overrides),
            "[[overrides]]\nfilter = \"=A.one or =B.one or =C.one\"\nlock = \"C.one\"\n");
  cause.failure.reason = Reason::out_of_memory;
  EXPECT_EQ(cure(cause, 3).sentence,
            "runs out of memory while A.one and B.one run: give them a lock");
}

TEST(Cures, CountAllRuns) {
  Diagnosis cause{.kind = CauseKind::flaky,
                  .evidence = {{.passed = 2, .failed = 1},
                               {.circumstances = {.variations = {0, 1}}, .passed = 1, .failed = 1},
                               {.passed = 5, .failed = 2}}};
  EXPECT_EQ(cure(cause, 0).sentence,
            "fails in 3 of 10 runs alone, in equal sandboxes: it is flaky, also with the host's "
            "network, files and processes");
  cause.kind = CauseKind::crowded;
  cause.decisive = {.beside = {1, 2, 3, 4}};
  cause.evidence = {{.passed = 3}, {.circumstances = cause.decisive, .passed = 1, .failed = 2}};
  EXPECT_EQ(cure(cause, 0).sentence,
            "fails in 2 of 3 runs beside other units, and in 0 of 3 alone: run it alone");
  EXPECT_EQ(lines_of(cure(cause, 0).lines.overrides),
            "[[overrides]]\nfilter = \"=A.one\"\nserial = true\n");
}

TEST(Cures, AreUnknownWhereTheTestIsToBlame) {
  Diagnosis cause{.kind = CauseKind::everywhere};
  EXPECT_FALSE(cure(cause, 0).is_known());
  cause.failure.output = "chown: Invalid argument";
  EXPECT_THAT(cure(cause, 0).sentence, HasSubstr("user or group ids that the sandbox lacks"));
  cause.failure = {.reason = Reason::timeout};
  EXPECT_THAT(cure(cause, 0).sentence, HasSubstr("a time limit that is not isorun's"));
}

TEST(Evidence, SaysWhereAndHowOften) {
  const Fixed suite(1);
  const std::vector<Variation> variations = {{.option = "--net host"}, {.option = "--proc host"}};
  const Diagnosis cause{
      .evidence = {{.failed = 3},
                   {.circumstances = {.variations = {0}}, .passed = 3},
                   {.circumstances = {.before = {0, 1}}, .passed = 1, .failed = 2},
                   {.circumstances = {.beside = {0, 1, 2, 3}}, .failed = 3}},
      .untried = {{1, {Phase::setup, 0, "not here"}}},
      .failure = {.reason = Reason::failed, .detail = "exit code 7"}};
  EXPECT_THAT(evidence_of({suite, 4, "", variations, cause}),
              ElementsAre("fails in 3 of 3 runs alone: exit code 7",
                          "passes in 3 of 3 runs with --net host",
                          "fails in 2 of 3 runs after A.one and A.two in one process",
                          "fails in 3 of 3 runs beside 4 other units",
                          "not tried: with --proc host: not here"));
}

}  // namespace
}  // namespace isorun
