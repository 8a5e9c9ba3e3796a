#include "base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

std::vector<std::string_view> all_lines(std::string_view text) {
  const Lines found = lines(text);
  return {found.begin(), found.end()};
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Text, SplitKeepsEmptyPieces) {
  EXPECT_THAT(split("a::b:", ':'), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(split("", ':'), ElementsAre(""));
}

TEST(Text, LinesNeedNoLastEnd) {
  EXPECT_THAT(all_lines("a\r\nb\n\nc"), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(all_lines("a\n"), ElementsAre("a"));
  EXPECT_THAT(all_lines("\n"), ElementsAre(""));
  EXPECT_THAT(all_lines(""), IsEmpty());
}

TEST(Text, TrimTakesBlanksFromBothEnds) {
  EXPECT_EQ(trim("\t a b \r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

}  // namespace
}  // namespace isorun
