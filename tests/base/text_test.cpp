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

TEST(Text, APlaceIncludesTheEndOfTheLine) {
  constexpr std::string_view text = "a\r\n\nb";
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (const std::string_view line : lines(text)) {
    const LinePlace place = place_of(line, text);
    places.emplace_back(place.begin, place.end);
  }
  EXPECT_THAT(places,
              testing::ElementsAre(testing::Pair(0, 3), testing::Pair(3, 4), testing::Pair(4, 5)));
}

TEST(Text, TrimTakesBlanksFromBothEnds) {
  EXPECT_EQ(trim("\t a b \r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

}  // namespace
}  // namespace isorun
