#include "base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Text, SplitKeepsEmptyPieces) {
  EXPECT_THAT(split("a::b:", ':'), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(split("", ':'), ElementsAre(""));
}

TEST(Text, LinesNeedNoLastEnd) {
  EXPECT_THAT(lines("a\r\nb\n\nc"), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(lines("a\n"), ElementsAre("a"));
  EXPECT_THAT(lines("\n"), ElementsAre(""));
  EXPECT_THAT(lines(""), IsEmpty());
}

TEST(Text, TrimTakesBlanksFromBothEnds) {
  EXPECT_EQ(trim("\t a b \r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

}  // namespace
}  // namespace isorun
