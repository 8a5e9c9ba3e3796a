#include "host/writable.hpp"

#include <filesystem>
#include <unistd.h>

#include <gtest/gtest.h>

namespace isorun {
namespace {

namespace fs = std::filesystem;

class Writable : public testing::Test {
 protected:
  Writable() {
    std::string pattern = fs::canonical(testing::TempDir()).string() + "/isorun-XXXXXX";
    place_ = ::mkdtemp(pattern.data());
    fs::create_directories(place_ + "/a/b/c");
  }
  ~Writable() override { fs::remove_all(place_); }

  std::string place_;
};

bool covers(const std::vector<std::string>& directories, const std::string& path) {
  for (const std::string& directory : directories)
    if (is_within(path, directory)) return true;
  return false;
}

TEST_F(Writable, AStartingPointIsCoveredByTheTopmostWritableDirectoryAboveIt) {
  EXPECT_TRUE(covers(writable_directories({}, {place_ + "/a/b/c"}), place_ + "/a"));
}

// This holds for root in a container too, whose working directory is often `/`.
TEST_F(Writable, TheRootDirectoryIsNoneWhoeverMayWriteIt) {
  EXPECT_FALSE(covers(writable_directories({{"/", "overlay"}}, {"/"}), "/"));
}

TEST_F(Writable, RootsOfMountsCountWhereverTheyAre) {
  EXPECT_TRUE(covers(writable_directories({{place_ + "/a/b", "tmpfs"}}, {}), place_ + "/a/b"));
}

TEST_F(Writable, ReadOnlyMountsAndKernelInterfacesDoNot) {
  const std::vector<Mount> mounts = {{"/", "ext4"}, {"/dev", "devtmpfs"}, {"/tmp", "tmpfs", true}};
  const std::vector<std::string> found = writable_directories(mounts, {"/dev/shm"});
  EXPECT_FALSE(covers(found, "/proc"));
  EXPECT_FALSE(covers(found, "/dev"));
  EXPECT_FALSE(covers(found, "/tmp"));
}

TEST_F(Writable, ContainersDevicesDoNot) {
  EXPECT_FALSE(
      covers(writable_directories({{"/", "overlay"}, {"/dev", "tmpfs"}}, {"/dev"}), "/dev"));
}

TEST_F(Writable, NoneLiesWithinAnother) {
  const std::vector<std::string> found =
      writable_directories({{place_, "tmpfs"}, {place_ + "/a", "tmpfs"}}, {place_ + "/a/b"});
  for (const std::string& one : found) {
    for (const std::string& other : found)
      EXPECT_TRUE(one == other || !is_within(one, other)) << one;
  }
  EXPECT_FALSE(covers(found, "/"));
}

}  // namespace
}  // namespace isorun
