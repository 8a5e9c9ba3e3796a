#include "files/output.hpp"

#include <fcntl.h>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "full_disk.hpp"
#include "merging.hpp"

namespace isorun {
namespace {

using testing::HasSubstr;

class OutputTest : public testing::Test {
 protected:
  Result<void> place(std::size_t size) {
    Output out(results, "made");
    for (std::size_t i = 0; i < size; ++i) out.write(std::string(1000, 'x'));
    return out.place(results, "a/result");
  }

  TemporaryLayer temporary;
  int results = temporary.layer().root.get();
  std::string target = temporary.path() + "/a/result";
};

TEST_F(OutputTest, TakesTheOldOnesPlaceAsAWhole) {
  write_file_at(target, "old");
  ASSERT_TRUE(place(300));
  EXPECT_EQ(read_file_at(target), std::string(300'000, 'x'));
  EXPECT_FALSE(std::filesystem::exists(temporary.path() + "/made"));
}

TEST_F(OutputTest, OnAFullDiskTheOldOneStays) {
  write_file_at(target, "old");
  const FullDisk full(100'000);
  const Result<void> placed = place(300);
  ASSERT_FALSE(placed);
  EXPECT_THAT(to_string(placed.error()), HasSubstr("writing a/result: "));
  EXPECT_EQ(read_file_at(target), "old");
}

TEST_F(OutputTest, ADirectoryTakesTheOldOnesPlace) {
  write_file_at(target + "/old", "");
  Output out(results, "made");
  ASSERT_TRUE(out.add("b/c", "new"));
  ASSERT_TRUE(out.place(results, "a/result"));
  EXPECT_EQ(read_file_at(target + "/b/c"), "new");
  EXPECT_FALSE(std::filesystem::exists(target + "/old"));
}

TEST_F(OutputTest, TakesAnOldFileOrDirectoryAway) {
  Output out(results, "made");
  ASSERT_TRUE(out.remove_older(results, "a/result")) << "there is none";
  write_file_at(target + "/b/c", "old");
  ASSERT_TRUE(out.remove_older(results, "a/result"));
  write_file_at(temporary.path() + "/file", "old");
  ASSERT_TRUE(out.remove_older(results, "file"));
  EXPECT_TRUE(std::filesystem::is_empty(temporary.path() + "/a"));
  std::filesystem::remove(temporary.path() + "/a");
  EXPECT_TRUE(std::filesystem::is_empty(temporary.path()));
}

TEST_F(OutputTest, WhatAFullDiskCannotKeepIsAProblem) {
  Merging merging("concat");
  const FullDisk full(1'000);
  EXPECT_THAT(merging.add(in_shard(0), std::string(5'000, 'x')), HasSubstr("keeping it"));
}

TEST_F(OutputTest, TheWorkDirectoryGoesWithItsOwner) {
  write_file_at(temporary.path() + "/.collect/left-over", "");
  {
    const auto work = WorkDirectory::create(results);
    ASSERT_TRUE(work);
    EXPECT_TRUE(std::filesystem::is_empty(temporary.path() + "/.collect"));
  }
  EXPECT_FALSE(std::filesystem::exists(temporary.path() + "/.collect"));
}

}  // namespace
}  // namespace isorun
