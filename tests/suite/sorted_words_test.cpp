#include "suite/sorted_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr OptionWord table[] = {
    {"--jobs", 'j', true, Use::drop},     {"--verbose", 'v', false, Use::keep},
    {"--version", 0, false, Use::refuse}, {"--suite", 0, true, Use::select},
    {"-C", 'C', true, Use::keep},
};

TEST(SortedWords, GoWhereTheTableSays) {
  const SortedWords sorted = sort_words(
      Words{"--jobs", "4", "a", "-C", "dir", "--suite=x", "--suite", "y", "-v", "--", "-b"}, table);
  EXPECT_THAT(sorted.kept, ElementsAre("-C", "dir", "-v"));
  EXPECT_THAT(sorted.selecting, ElementsAre("--suite=x", "--suite", "y"));
  EXPECT_THAT(sorted.others, ElementsAre("a", "-b"));
  EXPECT_EQ(sorted.value("--suite"), "y");
  EXPECT_EQ(sorted.value("-C"), "dir");
  EXPECT_EQ(sorted.value("--version"), std::nullopt);
  EXPECT_TRUE(sorted.has("--jobs"));
  EXPECT_FALSE(sorted.is_refused);
}

TEST(SortedWords, LettersMayBeBundled) {
  const SortedWords sorted = sort_words(Words{"-vj4", "-vCdir", "-vj", "8", "-xv"}, table);
  EXPECT_THAT(sorted.kept, ElementsAre("-v", "-v", "-Cdir", "-v", "-xv"));
  EXPECT_EQ(sorted.value("--jobs"), "8");
  EXPECT_THAT(sorted.others, IsEmpty());
}

TEST(SortedWords, UnambiguousBeginningsAreNames) {
  EXPECT_EQ(sort_words(Words{"--jo=4"}, table).value("--jobs"), "4");
  EXPECT_TRUE(sort_words(Words{"--versi"}, table).is_refused);
  EXPECT_THAT(sort_words(Words{"--ver", "--other=1", "-"}, table).kept,
              ElementsAre("--ver", "--other=1"));
}

TEST(SortedWords, AMissingValueIsLeftToTheCommand) {
  EXPECT_THAT(sort_words(Words{"--suite"}, table).kept, ElementsAre("--suite"));
  EXPECT_THAT(sort_words(Words{"-C"}, table).kept, ElementsAre("-C"));
}

}  // namespace
}  // namespace isorun
