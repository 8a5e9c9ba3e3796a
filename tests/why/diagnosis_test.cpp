#include "why/diagnosis.hpp"

#include <algorithm>
#include <cerrno>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Numbers = std::vector<std::size_t>;

bool has(const Numbers& numbers, std::size_t wanted) {
  return std::ranges::count(numbers, wanted) > 0;
}

// A unit that passes where a function says so.
class Story : public Laboratory {
 public:
  using Passes = std::function<bool(const Circumstances&, unsigned trial)>;
  explicit Story(Passes passes) : passes_(std::move(passes)) {}

  Result<Observation> observe(const Circumstances& circumstances) override {
    if (trials == budget) return std::unexpected(Error{Phase::run, ETIME, "trying"});
    for (const std::size_t variation : circumstances.variations)
      if (has(impossible, variation))
        return std::unexpected(Error{Phase::setup, EPERM, "mounting"});
    const bool passes = passes_(circumstances, trials++);
    return Observation{.reason = passes ? good : Reason::failed};
  }

  unsigned trials = 0;
  unsigned budget = 10'000;
  Numbers impossible{};
  Reason good = Reason::passed;

 private:
  Passes passes_;
};

Diagnosis cause_of(Story& story, const Question& question) {
  return *diagnose(story, question);
}

TEST(Diagnosis, OfAUnitThatNeedsAVariation) {
  Story story([](const Circumstances& c, unsigned) { return has(c.variations, 2); });
  const Diagnosis cause = cause_of(story, {.variations = 4});
  EXPECT_EQ(cause.kind, CauseKind::sandbox);
  EXPECT_THAT(cause.decisive.variations, ElementsAre(2));
  ASSERT_THAT(cause.evidence, SizeIs(3));
  EXPECT_EQ(cause.evidence[0].failed, 3U);
  EXPECT_EQ(cause.evidence[1].passed, 3U);
  EXPECT_EQ(cause.evidence[2].failed, 2U) << "the opposite is tried again";
}

TEST(Diagnosis, OfAUnitThatNeedsTwoVariations) {
  Story story([](const Circumstances& c, unsigned) {
    return has(c.variations, 1) && has(c.variations, 3) && !has(c.variations, 4);
  });
  const Diagnosis cause = cause_of(story, {.variations = 6, .narrowing = {4}});
  EXPECT_EQ(cause.kind, CauseKind::sandbox);
  EXPECT_THAT(cause.decisive.variations, ElementsAre(1, 3));
}

TEST(Diagnosis, OfAUnitThatNeedsAVariationAndAnotherUnit) {
  Story story([](const Circumstances& c, unsigned) {
    return has(c.variations, 1) && has(c.before, 5) && c.how == Before::in_process;
  });
  const Diagnosis cause =
      cause_of(story, {.variations = 3, .predecessors = {1, 5, 7}, .shares_processes = true});
  EXPECT_EQ(cause.kind, CauseKind::sandbox);
  EXPECT_THAT(cause.decisive.variations, ElementsAre(1));
  EXPECT_THAT(cause.decisive.before, ElementsAre(5));
}

TEST(Diagnosis, LeavesOutWhatTheHostDoesNotPermit) {
  Story story([](const Circumstances& c, unsigned) {
    return has(c.variations, 0) || (has(c.variations, 1) && has(c.variations, 2));
  });
  story.impossible = {0};
  const Diagnosis cause = cause_of(story, {.variations = 3});
  EXPECT_THAT(cause.decisive.variations, ElementsAre(1, 2));
  ASSERT_THAT(cause.untried, SizeIs(1));
  EXPECT_EQ(cause.untried[0].variation, 0U);
}

TEST(Diagnosis, DoesNotTakeASkippedTestForACure) {
  Story story([](const Circumstances& c, unsigned) { return !c.variations.empty(); });
  story.good = Reason::skipped;
  EXPECT_EQ(cause_of(story, {.variations = 2}).kind, CauseKind::everywhere);
}

TEST(Diagnosis, OfAUnitThatNeedsAnotherBeforeIt) {
  Story story([](const Circumstances& c, unsigned) { return has(c.before, 5); });
  const Diagnosis cause =
      cause_of(story, {.variations = 3, .predecessors = {1, 2, 5, 7, 9}, .shares_processes = true});
  EXPECT_EQ(cause.kind, CauseKind::needs_before);
  EXPECT_THAT(cause.decisive.before, ElementsAre(5));
  EXPECT_EQ(cause.decisive.how, Before::in_sandbox) << "its files are enough";
}

TEST(Diagnosis, OfAUnitThatNeedsAnotherInItsProcess) {
  Story story([](const Circumstances& c, unsigned) {
    return has(c.before, 5) && has(c.before, 7) && c.how == Before::in_process;
  });
  const Diagnosis cause =
      cause_of(story, {.predecessors = {1, 2, 5, 7, 9}, .shares_processes = true});
  EXPECT_EQ(cause.kind, CauseKind::needs_before);
  EXPECT_THAT(cause.decisive.before, ElementsAre(5, 7));
  EXPECT_EQ(cause.decisive.how, Before::in_process);
}

TEST(Diagnosis, OfAUnitWhoseFrameworkRunsOneUnitInAProcess) {
  Story story([](const Circumstances& c, unsigned) {
    return has(c.before, 1) && c.how == Before::in_sandbox;
  });
  const Diagnosis cause = cause_of(story, {.predecessors = {1, 2}});
  EXPECT_EQ(cause.kind, CauseKind::needs_before);
  EXPECT_THAT(cause.decisive.before, ElementsAre(1));
}

// Unit 2 ends the process.
TEST(Diagnosis, TriesPredecessorsInProcessesOfTheirOwn) {
  Story story([](const Circumstances& c, unsigned) {
    return has(c.before, 1) && (c.how == Before::in_sandbox || !has(c.before, 2));
  });
  const Diagnosis cause = cause_of(story, {.predecessors = {1, 2}, .shares_processes = true});
  EXPECT_EQ(cause.kind, CauseKind::needs_before);
  EXPECT_THAT(cause.decisive.before, ElementsAre(1));
}

TEST(Diagnosis, OfAUnitThatAnotherDisturbs) {
  Story story([](const Circumstances& c, unsigned) { return !has(c.before, 4); });
  const Diagnosis cause = cause_of(story, {.shard = {3, 4, 5}, .shares_processes = true});
  EXPECT_EQ(cause.kind, CauseKind::fails_after);
  EXPECT_THAT(cause.decisive.before, ElementsAre(4));
  EXPECT_EQ(cause.decisive.how, Before::in_sandbox);
}

TEST(Diagnosis, OfAUnitThatAnotherDisturbsMeanwhile) {
  Story story([](const Circumstances& c, unsigned) { return !has(c.beside, 4); });
  const Diagnosis cause = cause_of(story, {.shard = {1}, .beside = {3, 4, 5}});
  EXPECT_EQ(cause.kind, CauseKind::fails_beside);
  EXPECT_THAT(cause.decisive.beside, ElementsAre(4));
}

TEST(Diagnosis, OfAUnitThatManyDisturbMeanwhile) {
  Story story([](const Circumstances& c, unsigned) { return c.beside.size() < 4; });
  const Diagnosis cause = cause_of(story, {.beside = {1, 2, 3, 4, 5, 6}});
  EXPECT_EQ(cause.kind, CauseKind::crowded);
  EXPECT_THAT(cause.decisive.beside, SizeIs(6));
}

TEST(Diagnosis, OfAUnitThatOthersDisturbNowAndThen) {
  Story story(
      [](const Circumstances& c, unsigned trial) { return c.beside.empty() || trial % 2 == 0; });
  EXPECT_EQ(cause_of(story, {.beside = {1, 2}}).kind, CauseKind::crowded);
}

TEST(Diagnosis, OfAFlakyUnit) {
  for (const unsigned period : {2U, 3U, 4U}) {
    Story story([period](const Circumstances&, unsigned trial) { return trial % period != 0; });
    const Diagnosis cause =
        cause_of(story, {.variations = 5, .predecessors = {1, 2}, .shard = {1}, .beside = {2}});
    EXPECT_EQ(cause.kind, CauseKind::flaky) << period;
    EXPECT_THAT(cause.decisive.variations, IsEmpty());
  }
}

// It fails three times, then passes with the first variation, three times; and then without it.
TEST(Diagnosis, DoesNotBelieveInACureThatIsNone) {
  Story story([](const Circumstances&, unsigned trial) { return trial % 8 >= 3; });
  EXPECT_EQ(cause_of(story, {.variations = 5}).kind, CauseKind::flaky);
}

TEST(Diagnosis, OfAUnitThatIsFlakyOnlyInTheSandbox) {
  Story story([](const Circumstances& c, unsigned trial) {
    return has(c.variations, 1) || trial % 2 == 0;
  });
  const Diagnosis cause = cause_of(story, {.variations = 3});
  EXPECT_EQ(cause.kind, CauseKind::sandbox);
  EXPECT_THAT(cause.decisive.variations, ElementsAre(1));
}

TEST(Diagnosis, OfAUnitThatDoesNotFailAnyMore) {
  Story story([](const Circumstances&, unsigned) { return true; });
  EXPECT_EQ(cause_of(story, {.variations = 3, .shard = {1}, .beside = {2}}).kind,
            CauseKind::not_repeated);
}

TEST(Diagnosis, OfAUnitThatAlwaysFails) {
  Story story([](const Circumstances&, unsigned) { return false; });
  const Diagnosis cause =
      cause_of(story, {.variations = 3, .predecessors = {1, 2}, .shares_processes = true});
  EXPECT_EQ(cause.kind, CauseKind::everywhere);
  EXPECT_EQ(cause.failure.reason, Reason::failed);
}

TEST(Diagnosis, EndsWithItsBudget) {
  for (unsigned budget = 0; budget < 12; ++budget) {
    Story story([](const Circumstances& c, unsigned) { return has(c.variations, 9); });
    story.budget = budget;
    EXPECT_EQ(cause_of(story, {.variations = 10}).kind, CauseKind::no_time) << budget;
  }
}

TEST(Diagnosis, EndsAtASignal) {
  class Interrupted : public Laboratory {
    Result<Observation> observe(const Circumstances&) override {
      return std::unexpected(Error{Phase::run, EINTR, "trying"});
    }
  } laboratory;
  EXPECT_EQ(diagnose(laboratory, {.variations = 2}).error().code, EINTR);
}

}  // namespace
}  // namespace isorun
