#include "host/memory.hpp"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

namespace fs = std::filesystem;
using Groups = std::vector<MemoryGroup>;

constexpr const char* hybrid =
    "9:name=systemd:/user\n"
    "4:cpu,memory:/ci/job\n"
    "0::/user/session\n";

std::string v1(const std::string& root, const std::string& point) {
  return fmt::format("35 31 0:32 {} {} rw - cgroup cgroup rw,memory\n", root, point);
}
std::string v2(const std::string& root, const std::string& point) {
  return fmt::format("41 31 0:38 {} {} rw - cgroup2 cgroup2 rw\n", root, point);
}

TEST(MemoryGroups, OfBothVersionsFromTheNearestUpwards) {
  EXPECT_EQ(memory_groups(hybrid, v1("/", "/c/memory") + v2("/", "/c/unified")),
            (Groups{{"/c/memory/ci/job", true},
                    {"/c/memory/ci"},
                    {"/c/memory"},
                    {"/c/unified/user/session", true},
                    {"/c/unified/user"},
                    {"/c/unified"}}));
}

TEST(MemoryGroups, OtherControllersAndFileSystemsHaveNone) {
  EXPECT_EQ(memory_groups(hybrid,
                          "1 1 0:1 / /c/cpu rw - cgroup cgroup rw,cpu\n"
                          "1 1 0:1 / /c rw - tmpfs tmpfs rw,memory\n"
                          "nonsense\n"),
            Groups{});
  EXPECT_EQ(memory_groups("4:cpu:/a\nnonsense\n", v1("/", "/c") + v2("/", "/d")), Groups{});
  EXPECT_EQ(memory_groups("", ""), Groups{});
}

// Containers without a cgroup namespace look like this.
TEST(MemoryGroups, BelowAMountOfOneGroup) {
  EXPECT_EQ(memory_groups(hybrid, v1("/ci/job", "/c")), (Groups{{"/c", true}}));
  EXPECT_EQ(memory_groups(hybrid, v1("/ci", "/c")), (Groups{{"/c/job", true}, {"/c"}}));
  EXPECT_EQ(memory_groups(hybrid, v1("/ci/jo", "/c")), Groups{});
  EXPECT_EQ(memory_groups(hybrid, v1("/other", "/c")), Groups{});
}

// Paths begin at the namespace's root; see cgroup_namespaces(7).
TEST(MemoryGroups, InACgroupNamespace) {
  EXPECT_EQ(memory_groups("0::/", v2("/", "/c")), (Groups{{"/c", true}}));
  // Mounted before: the groups above have limits, but the way down to the own one has no name.
  EXPECT_EQ(memory_groups("0::/", v2("/..", "/c")), (Groups{{"/c"}}));
  EXPECT_EQ(memory_groups("0::/job", v2("/../..", "/c")), (Groups{{"/c"}}));
  // Moved out of it afterwards.
  EXPECT_EQ(memory_groups("0::/../other", v2("/..", "/c")), (Groups{{"/c/other", true}, {"/c"}}));
  EXPECT_EQ(memory_groups("0::/../other", v2("/", "/c")), Groups{});
}

TEST(MemoryGroups, NamesAreUnescaped) {
  EXPECT_EQ(memory_groups("0::/a\\x2d b", v2("/a\\134x2d\\040b", "/c\\040c")),
            (Groups{{"/c c", true}}));
}

class GroupTree : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(root_ / "job"); }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& name, const std::string& content) const {
    std::ofstream(root_ / name) << content;
  }
  [[nodiscard]] Groups groups() const {
    return {{root_ / "job", true}, {root_}, {root_ / "nothing"}};
  }

  const fs::path root_ = fs::path(testing::TempDir()) / fmt::format("groups-{}", ::getpid());
};

TEST_F(GroupTree, TheSmallestLimitCounts) {
  EXPECT_EQ(smallest_limit(groups()), std::nullopt);
  write("job/memory.max", "max\n");
  EXPECT_EQ(smallest_limit(groups()), std::nullopt);
  write("memory.max", "4096\n");
  EXPECT_EQ(smallest_limit(groups()), 4096);
  write("job/memory.high", "2048\n");
  EXPECT_EQ(smallest_limit(groups()), 2048);
  write("memory.limit_in_bytes", "9223372036854771712\n");
  EXPECT_EQ(smallest_limit(groups()), 2048);
  write("job/memory.limit_in_bytes", "1024\n");
  EXPECT_EQ(smallest_limit(groups()), 1024);
}

TEST_F(GroupTree, KillsAreThoseOfTheOwnGroup) {
  EXPECT_EQ(count_oom_kills(groups()), std::nullopt);
  write("memory.events", "low 0\nhigh 0\nmax 7\noom 8\noom_kill 9\n");
  EXPECT_EQ(count_oom_kills(groups()), std::nullopt);
  write("job/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
  EXPECT_EQ(count_oom_kills(groups()), 3);
  write("job/memory.events", "low 0\nhigh 0\nmax 7\noom 8\noom_kill 2\noom_group_kill 1\n");
  EXPECT_EQ(count_oom_kills(groups()), 2);
}

TEST(Memory, ThereIsSome) {
  EXPECT_GT(memory_bytes(), 1U << 20);
}

}  // namespace
}  // namespace isorun
