#include "audit/pair.hpp"

#include <cerrno>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using Course = Companion::Course;
using testing::HasSubstr;

const Point deleting{.thing = "/d/x", .act = Act::removed};
const Point listing{.thing = "/d", .act = Act::listed, .is_after = true};

// Two units that disturb each other where a function says so.
class Story : public PairLaboratory {
 public:
  using Meet = std::function<Encounter(const Meeting&, unsigned trial)>;
  explicit Story(Meet meet) : meet_(std::move(meet)) {}

  Result<Encounter> meet(const Meeting& meeting) override {
    if (trials == budget) return std::unexpected(Error{Phase::run, ETIME, "trying"});
    return meet_(meeting, trials++);
  }
  Result<Encounter> alone(std::size_t unit) override {
    const bool fails = unit == flaky && runs_alone % 4 == 3;
    ++runs_alone;
    return Encounter{.is_disturbed = fails};
  }

  unsigned trials = 0;
  unsigned runs_alone = 0;
  unsigned budget = 1000;
  std::size_t flaky = 2;

 private:
  Meet meet_;
};

PairFinding finding(Story& story,
                    const PairQuestion& question = {.points = {{{deleting}, {listing}}}}) {
  return *examine_pair(story, question);
}

std::string sentence(const PairFinding& finding) {
  return sentence_of(finding, {"a", "b"});
}

TEST(Pair, HarmlessIfBothPassHoweverTheyMeet) {
  std::vector<Meeting> meetings;
  Story story([&](const Meeting& meeting, unsigned) {
    meetings.push_back(meeting);
    return Encounter{};
  });
  const PairFinding found = finding(story);
  EXPECT_EQ(found.verdict, PairVerdict::harmless);
  EXPECT_EQ(sentence(found), "both pass in all 12 runs together");
  const auto count = [&](std::size_t subject, Course course, const Point& point = {}) {
    return std::ranges::count_if(meetings, [&](const Meeting& meeting) {
      return meeting.subject == subject && meeting.course == course && meeting.point == point;
    });
  };
  for (const std::size_t subject : {0U, 1U}) {
    EXPECT_EQ(count(subject, Course::before), 1) << "each order";
    EXPECT_EQ(count(subject, Course::meanwhile), 3);
  }
  EXPECT_EQ(count(0, Course::inside, deleting), 1) << "a is stopped, and its result counts";
  EXPECT_EQ(count(1, Course::around, deleting), 1) << "a is stopped, and b's result counts";
  EXPECT_EQ(count(1, Course::inside, listing), 1);
  EXPECT_EQ(count(0, Course::around, listing), 1);
}

TEST(Pair, ConfirmedByAnOrder) {
  Story story([](const Meeting& meeting, unsigned) {
    const bool fails = meeting.course == Course::before && meeting.subject == 0;
    return Encounter{.is_disturbed = fails, .detail = fails ? "exit code 1" : ""};
  });
  const PairFinding found = finding(story);
  EXPECT_EQ(found.verdict, PairVerdict::confirmed);
  EXPECT_EQ(sentence(found), "a fails in 3 of 3 runs after b in one sandbox: exit code 1");
  EXPECT_EQ(story.runs_alone, 3U) << "it passes alone";
}

TEST(Pair, ConfirmedByAnInterleaving) {
  Story inside([](const Meeting& meeting, unsigned) {
    return Encounter{.is_disturbed = meeting.course == Course::inside && meeting.subject == 0};
  });
  EXPECT_EQ(sentence(finding(inside)),
            "a fails in 3 of 3 runs when b runs just before it deletes /d/x");
  Story around([](const Meeting& meeting, unsigned) {
    return Encounter{.is_disturbed = meeting.course == Course::around && meeting.subject == 0};
  });
  EXPECT_EQ(sentence(finding(around)), "a fails in 3 of 3 runs when it runs just after b lists /d");
}

TEST(Pair, ConfirmedAtTheSameTime) {
  Story story([](const Meeting& meeting, unsigned trial) {
    return Encounter{.is_disturbed = meeting.course == Course::meanwhile && trial % 2 == 0};
  });
  const PairFinding found = finding(story);
  EXPECT_EQ(found.verdict, PairVerdict::confirmed);
  EXPECT_THAT(sentence(found), HasSubstr(" fails in 2 of 3 runs while "));
  EXPECT_EQ(story.runs_alone, 10U) << "what fails now and then must pass alone more often";
}

TEST(Pair, FlakyUnitsConfirmNothing) {
  Story story([](const Meeting& meeting, unsigned trial) {
    return Encounter{.is_disturbed = meeting.subject == 1 && trial % 4 == 0};
  });
  story.flaky = 1;
  const PairFinding found = finding(story);
  EXPECT_EQ(found.verdict, PairVerdict::not_reproduced);
  EXPECT_EQ(sentence(found), "b is flaky: it fails in 2 of 10 runs alone");
}

TEST(Pair, NotReproducedIfTheyDoNotMeetAsPlanned) {
  Story story([](const Meeting& meeting, unsigned) {
    return Encounter{.is_as_planned = meeting.point != deleting};
  });
  const PairFinding found = finding(story);
  EXPECT_EQ(found.verdict, PairVerdict::not_reproduced);
  EXPECT_EQ(sentence(found),
            "both pass in all 12 runs together, but not every interleaving could be arranged");
}

TEST(Pair, NotReproducedIfPointsAreMissing) {
  Story story([](const Meeting&, unsigned) { return Encounter{}; });
  EXPECT_EQ(finding(story, {.has_all_points = false}).verdict, PairVerdict::not_reproduced);
}

TEST(Pair, ErrorsEndIt) {
  Story story([](const Meeting&, unsigned) { return Encounter{}; });
  story.budget = 4;
  const PairQuestion question;
  EXPECT_EQ(examine_pair(story, question).error().code, ETIME);
}

}  // namespace
}  // namespace isorun
