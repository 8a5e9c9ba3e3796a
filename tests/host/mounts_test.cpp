#include "host/mounts.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

bool all(const std::string&, int) {
  return true;
}

TEST(Mountinfo, FieldsAreReadWithAndWithoutOptionalOnes) {
  const std::vector<Mount> mounts = parse_mountinfo(
      "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard\n"
      "30 27 0:5 / /srv/ro ro,nosuid shared:1 master:2 - tmpfs none rw\n"
      "31 27 0:6 / /srv/superblock rw shared:3 - ext4 /dev/x ro,errors=continue\n",
      all);
  EXPECT_EQ(mounts, (std::vector<Mount>{{"/", "ext4", false},
                                        {"/srv/ro", "tmpfs", true},
                                        {"/srv/superblock", "ext4", true}}));
}

TEST(Mountinfo, NamesAreUnescapedAndSorted) {
  const std::vector<Mount> mounts = parse_mountinfo(
      "2 1 0:1 / /z rw - tmpfs x rw\n"
      "3 1 0:2 / /a\\040b\\011c\\012d\\134e rw - tmpfs x\\040y rw\n",
      all);
  EXPECT_EQ(mounts, (std::vector<Mount>{{"/a b\tc\nd\\e", "tmpfs"}, {"/z", "tmpfs"}}));
}

TEST(Mountinfo, WhatIsCoveredOrCutOffIsLeftOut) {
  const std::vector<Mount> mounts = parse_mountinfo(
      "1 0 0:1 / /a rw - tmpfs x rw\n"
      "2 0 0:1 / /a rw - ext4 x rw\n"
      "\n3 0 0:1 / /b\n4 0 0:1 / /c rw - \n",
      [](const std::string&, int id) { return id != 1; });
  EXPECT_EQ(mounts, (std::vector<Mount>{{"/a", "ext4"}}));
}

TEST(Mountinfo, OptionsAreWholeWords) {
  const std::vector<Mount> mounts =
      parse_mountinfo("1 0 0:1 / /a rw,errors=remount-ro - ext4 x rw,errors=remount-ro\n", all);
  ASSERT_EQ(mounts.size(), 1U);
  EXPECT_FALSE(mounts[0].read_only);
}

TEST(Mountinfo, OfThisHostHasARoot) {
  const Result<std::vector<Mount>> mounts = visible_mounts();
  ASSERT_TRUE(mounts) << to_string(mounts.error());
  ASSERT_FALSE(mounts->empty());
  EXPECT_EQ(mounts->front().point, "/");
}

TEST(Types, OfFileSystems) {
  EXPECT_TRUE(is_pseudo("proc"));
  EXPECT_FALSE(is_pseudo("ext4"));
  EXPECT_TRUE(can_be_lower("overlay"));
  EXPECT_TRUE(can_be_lower("tmpfs"));
  EXPECT_FALSE(can_be_lower("vfat"));
  EXPECT_FALSE(can_be_lower("sysfs"));
}

TEST(IsWithin, ComparesWholeNames) {
  EXPECT_TRUE(is_within("/a", "/a"));
  EXPECT_TRUE(is_within("/a/b", "/a"));
  EXPECT_FALSE(is_within("/ab", "/a"));
  EXPECT_FALSE(is_within("/", "/a"));
  EXPECT_TRUE(is_within("/a", "/"));
}

}  // namespace
}  // namespace isorun
