#include "host/ids.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(Ids, ARangeLiesAroundTheOwnOne) {
  EXPECT_EQ(ids_around(5, 100, 10), (IdMap{{0, 100, 5}, {5, 5, 1}, {6, 105, 5}}));
  EXPECT_EQ(ids_around(0, 100, 10), (IdMap{{0, 0, 1}, {1, 100, 10}}));
  EXPECT_EQ(ids_around(1000, 100, 10), (IdMap{{0, 100, 10}, {1000, 1000, 1}}));
  EXPECT_EQ(ids_around(1000, 100, 1), (IdMap{{0, 100, 1}, {1000, 1000, 1}}));
}

TEST(Ids, InWords) {
  EXPECT_EQ(to_text(ids_around(1000, 100, 10)), "0-9, 1000");
  EXPECT_EQ(to_text(own_id(7)), "7");
}

TEST(Ids, Held) {
  const IdMap map = ids_around(1000, 100, 10);
  for (const std::uint64_t id : {100U, 109U, 1000U}) EXPECT_TRUE(has_id(map, id)) << id;
  for (const std::uint64_t id : {0U, 99U, 110U, 1001U, 65534U}) EXPECT_FALSE(has_id(map, id)) << id;
  EXPECT_TRUE(has_id(Ids().users, 4294967294));
  EXPECT_FALSE(has_id(Ids().users, 4294967295));
}

}  // namespace
}  // namespace isorun
