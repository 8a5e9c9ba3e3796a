#include "audit/points.hpp"

#include <initializer_list>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// A unit that does this to a thing, one after another.
AuditedUnit unit(const std::string& thing, std::initializer_list<Act> acts) {
  AuditedUnit made;
  std::uint64_t when = 0;
  for (const Act act : acts) made.journal.uses[thing].add({.act = act, .when = ++when});
  return made;
}

PairQuestion question(const std::vector<AuditedUnit>& units) {
  return question_about(units, find_conflicts(units, {.own = "/run/own"}), {0, 1});
}

Point before(const std::string& thing, Act act) {
  return {.thing = thing, .act = act};
}
Point after(const std::string& thing, Act act) {
  return {.thing = thing, .act = act, .is_after = true};
}

TEST(Points, BetweenFirstAndLastAct) {
  const PairQuestion asked = question(
      {unit("/d/x", {Act::looked, Act::created, Act::removed}), unit("/d", {Act::listed})});
  EXPECT_THAT(asked.points[0],
              ElementsAre(before("/d/x", Act::created), after("/d/x", Act::created),
                          before("/d/x", Act::removed)));
  EXPECT_THAT(asked.points[1], ElementsAre(after("/d", Act::listed)));
  EXPECT_TRUE(asked.has_all_points);
}

TEST(Points, AlsoOnWhatIsBelow) {
  AuditedUnit maker = unit("/d/x", {Act::created});
  maker.journal.uses["/d/x/file"].add({.act = Act::created, .when = 2});
  maker.journal.uses["/d/x"].add({.act = Act::removed, .when = 3});
  maker.journal.uses["/d/x/file"].add({.act = Act::removed, .when = 4});
  EXPECT_THAT(question({maker, unit("/d", {Act::listed})}).points[0],
              ElementsAre(after("/d/x", Act::created), before("/d/x/file", Act::created),
                          before("/d/x", Act::removed)));
}

TEST(Points, PortsHaveOneName) {
  const PairQuestion asked = question({unit("tcp:127.0.0.1:80", {Act::bound, Act::connected}),
                                       unit("tcp:0.0.0.0:80", {Act::bound})});
  EXPECT_THAT(asked.points[0],
              ElementsAre(before("tcp:80", Act::connected), after("tcp:80", Act::connected)));
  EXPECT_THAT(asked.points[1], ElementsAre(after("tcp:80", Act::bound)));
  EXPECT_TRUE(asked.has_all_points);
}

TEST(Points, SomeAreMissingWhereOneReadsWhatTheOtherWrites) {
  EXPECT_FALSE(
      question({unit("/x", {Act::created, Act::removed}), unit("/x", {Act::read})}).has_all_points);
  EXPECT_TRUE(question({unit("/x", {Act::removed}), unit("/x", {Act::read})}).has_all_points);
}

TEST(Points, SomeAreMissingWithoutATrace) {
  AuditedUnit untraced;
  untraced.journal.uses["/x"].add({.act = Act::removed});
  const PairQuestion asked = question({untraced, unit("/x", {Act::read})});
  EXPECT_THAT(asked.points[0], IsEmpty());
  EXPECT_FALSE(asked.has_all_points);
}

TEST(Points, OfManyThingsNotAllAreTaken) {
  AuditedUnit one;
  AuditedUnit other;
  for (int i = 0; i < 50; ++i) {
    const std::string path = "/" + std::to_string(i);
    one.journal.uses[path].add({.act = Act::looked, .when = 1});
    one.journal.uses[path].add({.act = Act::removed, .when = 2});
    other.journal.uses[path].add({.act = Act::looked, .when = 1});
  }
  const PairQuestion asked = question({one, other});
  EXPECT_THAT(asked.points[0], SizeIs(32));
  EXPECT_FALSE(asked.has_all_points);
}

}  // namespace
}  // namespace isorun
