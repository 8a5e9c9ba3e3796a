// Ways down trees that are deeper than descriptors and paths reach.
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <isorun/unique_fd.hpp>

#include "base/descent.hpp"
#include "base/sparse_copy.hpp"
#include "base/tree_removal.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

class Trees : public testing::Test {
 protected:
  Trees() {
    std::string pattern = testing::TempDir() + "/isorun-XXXXXX";
    place_ = ::mkdtemp(pattern.data());
    top_ = open(AT_FDCWD, place_);
  }
  ~Trees() override {
    const Leftover left = raw::remove_tree(AT_FDCWD, place_.c_str());
    EXPECT_EQ(left.error, 0) << left.path.data();
  }

  static UniqueFd open(int directory, const std::string& name) {
    return UniqueFd(::openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }

  // A directory in a directory and so on, some with a file; the last one.
  UniqueFd make_deep(int levels) const {
    UniqueFd present = open(top_.get(), ".");
    for (int i = 0; i < levels; ++i) {
      EXPECT_EQ(::mkdirat(present.get(), "d", 0755), 0);
      if (i % 100 == 0) make_file(present.get(), "f");
      present = open(present.get(), "d");
    }
    return present;
  }

  static void make_file(int directory, const std::string& name) {
    EXPECT_TRUE(UniqueFd(::openat(directory, name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644)));
  }

  [[nodiscard]] bool is_empty() const { return fs::is_empty(place_); }

  std::string place_;
  UniqueFd top_;
};

constexpr int deep = 5000;

// While it lives, this process may open only a few more descriptors.
class FewDescriptors {
 public:
  FewDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few = before_;
    few.rlim_cur = static_cast<rlim_t>(::dup(0)) + 24;
    ::close(static_cast<int>(few.rlim_cur) - 24);
    ::setrlimit(RLIMIT_NOFILE, &few);
  }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;
  ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(Trees, AWayLeadsDownAndUpThousandsOfLevelsWithFewDescriptors) {
  make_deep(deep);
  const FewDescriptors few;
  Levels levels;
  Descent way(top_.get(), levels);
  int downwards = 0;
  while (way.enter("d") == 0) ++downwards;
  EXPECT_EQ(downwards, deep);
  int upwards = 0;
  while (way.depth() > 0 && way.leave() == 0) ++upwards;
  EXPECT_EQ(upwards, deep);
  struct stat end {};
  struct stat begin {};
  ASSERT_EQ(::fstat(way.directory(), &end), 0);
  ASSERT_EQ(::fstat(top_.get(), &begin), 0);
  EXPECT_EQ(end.st_ino, begin.st_ino);
}

TEST_F(Trees, AWayEndsWhereADirectoryWasMovedMeanwhile) {
  make_deep(100);
  ASSERT_EQ(::mkdirat(top_.get(), "elsewhere", 0755), 0);
  Levels levels;
  Descent way(top_.get(), levels);
  for (int i = 0; i < 50; ++i) ASSERT_EQ(way.enter("d"), 0);
  // "d" of the top, with all below, and the top is open; so take one that is not.
  const std::string far = place_ + "/d/d/d";
  ASSERT_EQ(::rename(far.c_str(), (place_ + "/elsewhere/d").c_str()), 0);
  long error = 0;
  while (way.depth() > 0 && error == 0) error = way.leave();
  EXPECT_EQ(error, -ESTALE);
  EXPECT_EQ(way.depth(), 3U);
}

TEST_F(Trees, AReaderGoesOnWhereItWas) {
  std::set<std::string> wanted;
  for (int i = 0; i < 500; ++i) {
    const std::string name = "a-directory-with-a-long-name-" + std::to_string(i);
    ASSERT_EQ(::mkdirat(top_.get(), name.c_str(), 0755), 0);
    wanted.insert(name);
  }
  Levels levels;
  Descent way(top_.get(), levels);
  EntryReader reader(way);
  std::multiset<std::string> seen;
  while (const char* name = reader.next()) {
    seen.insert(name);
    ASSERT_EQ(way.enter(std::string(name).c_str()), 0);
    EXPECT_EQ(reader.next(), nullptr);
    ASSERT_EQ(way.leave(), 0);
  }
  EXPECT_EQ(reader.error(), 0);
  EXPECT_EQ(seen, std::multiset<std::string>(wanted.begin(), wanted.end()));
}

TEST_F(Trees, AreRemovedThoughThousandsOfLevelsDeep) {
  make_deep(deep);
  const FewDescriptors few;
  const Leftover left = raw::remove_tree(top_.get(), "d");
  EXPECT_EQ(left.error, 0) << left.path.data();
  EXPECT_EQ(::unlinkat(top_.get(), "f", 0), 0);
  EXPECT_TRUE(is_empty());
}

TEST_F(Trees, AreEmptied) {
  make_deep(3);
  for (int i = 0; i < 1000; ++i) {
    const UniqueFd below = open(top_.get(), "d");
    const std::string name = "d" + std::to_string(i);
    ASSERT_EQ(::mkdirat(below.get(), name.c_str(), 0755), 0);
    make_file(open(below.get(), name).get(), "f");
  }
  Levels levels;
  EXPECT_EQ(raw::empty_directory(open(top_.get(), ".").get(), levels).error, 0);
  EXPECT_TRUE(is_empty());
}

TEST_F(Trees, AreRemovedThoughTheirOwnerMayNotReadThem) {
  const UniqueFd bottom = make_deep(40);
  make_file(bottom.get(), "file");
  for (std::string path = place_ + "/d"; path.size() < place_.size() + 60; path += "/d")
    ASSERT_EQ(::chmod(path.c_str(), 0700), 0);
  ASSERT_EQ(::chmod((place_ + "/d/d/d").c_str(), 0), 0);
  ASSERT_EQ(::chmod((place_ + "/d").c_str(), 0500), 0);
  EXPECT_EQ(raw::remove_tree(top_.get(), "d").error, 0);
}

TEST_F(Trees, AreRemovedWithoutFollowingSymlinks) {
  ASSERT_EQ(::mkdirat(top_.get(), "kept", 0755), 0);
  make_file(open(top_.get(), "kept").get(), "file");
  ASSERT_EQ(::mkdirat(top_.get(), "gone", 0755), 0);
  ASSERT_EQ(::symlinkat("../kept", open(top_.get(), "gone").get(), "link"), 0);
  ASSERT_EQ(::symlinkat("kept", top_.get(), "link"), 0);
  EXPECT_EQ(raw::remove_tree(top_.get(), "gone").error, 0);
  EXPECT_EQ(raw::remove_tree(top_.get(), "link").error, 0);
  EXPECT_EQ(raw::remove_tree(top_.get(), "nothing").error, 0);
  EXPECT_TRUE(fs::exists(place_ + "/kept/file"));
  EXPECT_FALSE(fs::exists(fs::symlink_status(place_ + "/link")));
}

// Nobody can remove a directory of /proc.
TEST_F(Trees, WhatStaysIsNamed) {
  const UniqueFd process = open(AT_FDCWD, "/proc/self");
  const Leftover left = raw::remove_tree(process.get(), "fdinfo");
  EXPECT_EQ(left.error, -EPERM);
  EXPECT_STREQ(left.path.data(), "fdinfo");
}

TEST_F(Trees, WhatStaysDoesNotKeepTheRest) {
  if (::geteuid() != 0) GTEST_SKIP() << "takes two users";
  ASSERT_EQ(::chmod(place_.c_str(), 0777), 0);
  for (const char* name : {"t", "t/a", "t/b", "t/b/theirs", "t/c"})
    ASSERT_EQ(::mkdir((place_ + "/" + name).c_str(), 0755), 0);
  for (const char* name : {"t/a/file", "t/b/theirs/file", "t/c/file"}) make_file(top_.get(), name);
  for (const char* name : {"t", "t/a", "t/b", "t/c"})
    ASSERT_EQ(::chown((place_ + "/" + name).c_str(), 54321, 54321), 0);
  ASSERT_EQ(::seteuid(54321), 0);
  const Leftover left = raw::remove_tree(top_.get(), "t");
  ASSERT_EQ(::seteuid(0), 0);
  EXPECT_EQ(left.error, -EACCES);
  EXPECT_STREQ(left.path.data(), "t/b/theirs/file");
  EXPECT_FALSE(fs::exists(place_ + "/t/a"));
  EXPECT_FALSE(fs::exists(place_ + "/t/c"));
}

TEST_F(Trees, HolesOfFilesCostNothing) {
  const UniqueFd source(::openat(top_.get(), "source", O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  const UniqueFd target(::openat(top_.get(), "target", O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  constexpr off_t size = off_t{10} << 30;
  ASSERT_EQ(::pwrite(source.get(), "begin", 5, 0), 5);
  ASSERT_EQ(::pwrite(source.get(), "middle", 6, size / 2), 6);
  ASSERT_EQ(::ftruncate(source.get(), size), 0);
  ASSERT_EQ(raw::copy_sparse(source.get(), target.get(), size), 0);
  struct stat status {};
  ASSERT_EQ(::fstat(target.get(), &status), 0);
  EXPECT_EQ(status.st_size, size);
  EXPECT_LT(status.st_blocks * 512, off_t{1} << 20);
  char text[7] = {};
  EXPECT_EQ(::pread(target.get(), text, 6, size / 2), 6);
  EXPECT_STREQ(text, "middle");
}

}  // namespace
}  // namespace isorun
