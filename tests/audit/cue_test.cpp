#include "audit/cue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint32_t one = 10;    // threads of the unit that is to be stopped
constexpr std::uint32_t child = 11;  //
constexpr std::uint32_t other = 20;

Decoded call(const std::string& thing, Act act = Act::looked) {
  Decoded decoded;
  decoded.touches.push_back({thing, act});
  return decoded;
}

// A cue whose units have both arrived: calls 1, at the gate, and 0.
Cue arrived(const Point& point) {
  Cue cue(point, {"/start", "/gate", "/end"});
  EXPECT_TRUE(cue.holds(1, other, call("/gate")));
  EXPECT_TRUE(cue.holds(0, one, call("/start")));
  EXPECT_THAT(cue.released(), ElementsAre(0));
  return cue;
}

Cue before_deletion() {
  return arrived({.thing = "/d/x", .act = Act::removed});
}

Cue after_listing() {
  return arrived({.thing = "/d", .act = Act::listed, .is_after = true});
}

TEST(Cue, TheOneStartsWhenTheOtherHasArrived) {
  Cue cue({.thing = "/d/x", .act = Act::removed}, {"/start", "/gate", "/end"});
  EXPECT_TRUE(cue.holds(1, one, call("/start")));
  EXPECT_FALSE(cue.holds(2, other, call("/d/x", Act::removed))) << "a shell's own doing";
  EXPECT_THAT(cue.released(), IsEmpty());
  EXPECT_TRUE(cue.holds(3, other, call("/gate")));
  EXPECT_THAT(cue.released(), ElementsAre(1));
}

TEST(Cue, StopsBeforeThePointUntilTheOtherHasEnded) {
  Cue cue = before_deletion();
  EXPECT_FALSE(cue.holds(2, one, call("/d/x", Act::created)));
  EXPECT_FALSE(cue.holds(3, one, call("/d/y", Act::removed)));
  EXPECT_THAT(cue.released(), IsEmpty());
  EXPECT_TRUE(cue.holds(4, child, call("/d/x", Act::removed)));
  EXPECT_TRUE(cue.is_held());
  EXPECT_THAT(cue.released(), ElementsAre(1)) << "now the gate is open";
  EXPECT_FALSE(cue.holds(5, other, call("/d/x", Act::removed))) << "the other is never stopped";
  EXPECT_FALSE(cue.holds(6, other, call("/end")));
  EXPECT_THAT(cue.released(), ElementsAre(4));
  EXPECT_FALSE(cue.holds(7, one, call("/d/x", Act::removed))) << "it is stopped once";
  EXPECT_TRUE(cue.was_reached());
  EXPECT_FALSE(cue.was_dropped());
  EXPECT_FALSE(cue.is_held());
}

TEST(Cue, StopsAfterThePointAtTheNextCall) {
  Cue cue = after_listing();
  EXPECT_FALSE(cue.holds(1, one, call("/d", Act::listed)));
  EXPECT_FALSE(cue.was_reached());
  EXPECT_TRUE(cue.holds(3, child, call("/elsewhere")));
  EXPECT_THAT(cue.released(), ElementsAre(1));
}

TEST(Cue, OpensTheGateIfThePointIsNotReached) {
  Cue cue = before_deletion();
  EXPECT_FALSE(cue.holds(2, one, call("/end")));
  EXPECT_THAT(cue.released(), ElementsAre(1));
  EXPECT_FALSE(cue.was_reached());
}

TEST(Cue, LetsGoIfItIsDropped) {
  Cue cue = before_deletion();
  EXPECT_TRUE(cue.holds(2, one, call("/d/x", Act::removed)));
  EXPECT_THAT(cue.released(), ElementsAre(1));
  cue.drop();
  EXPECT_THAT(cue.released(), ElementsAre(2));
  EXPECT_THAT(cue.released(), IsEmpty());
  EXPECT_FALSE(cue.is_held());
  EXPECT_TRUE(cue.was_reached());
  EXPECT_TRUE(cue.was_dropped());
}

TEST(Cue, ACallThatASignalInterruptedIsHeldAgain) {
  Cue cue = before_deletion();
  EXPECT_TRUE(cue.holds(2, one, call("/d/x", Act::removed)));
  EXPECT_TRUE(cue.holds(3, one, call("/d/x", Act::removed)));
  EXPECT_FALSE(cue.holds(4, other, call("/end")));
  EXPECT_THAT(cue.released(), ElementsAre(1, 3));
}

TEST(Cue, PortsMeetWhateverTheAddress) {
  Cue cue = arrived({.thing = "tcp:80", .act = Act::connected});
  EXPECT_TRUE(cue.holds(2, one, call("tcp:127.0.0.1:80", Act::connected)));
}

}  // namespace
}  // namespace isorun
