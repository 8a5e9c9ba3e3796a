#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include <isorun/layer.hpp>

#include "temporary_layer.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> paths(const Layer& layer) {
  std::vector<std::string> found;
  const Result<void> walked = walk(layer, [&](const LayerEntry& entry) {
    found.push_back((entry.deleted ? "deleted " : "") + entry.path);
    return Walk::next;
  });
  EXPECT_TRUE(walked) << to_string(walked.error());
  return found;
}

TEST(Walk, VisitsParentsFirstAndNamesInByteOrder) {
  TemporaryLayer temporary;
  const std::string data = temporary.add_part("/data");
  const std::string tmp = temporary.add_part("/tmp");
  for (const char* name : {"/b", "/a/z", "/a/y/x", "/a-b", "/\xff", "/B", "/n\nl"}) {
    write_file_at(data + name, "");
  }
  write_file_at(tmp + "/a", "");
  EXPECT_THAT(paths(temporary.layer()),
              ElementsAre("/data/B", "/data/a", "/data/a/y", "/data/a/y/x", "/data/a/z",
                          "/data/a-b", "/data/b", "/data/n\nl", "/data/\xff", "/tmp/a"));
}

TEST(Walk, SortsMoreNamesThanItHoldsAtOnce) {
  TemporaryLayer temporary;
  const std::string part = temporary.add_part("/a");
  std::vector<std::string> expected;
  for (int i = 0; i < 20'000; ++i) {
    const std::string name = fmt::format("{:05}", i * 7'919 % 20'000);
    if (i % 5'000 == 0) {
      write_file_at(part + '/' + name + "/below", "");
      expected.push_back(fmt::format("/a/{}/below", name));
    } else {
      const UniqueFd file(
          ::open((part + '/' + name).c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
      ASSERT_TRUE(file);
    }
    expected.push_back("/a/" + name);
  }
  std::ranges::sort(expected);
  std::vector<std::string> seen;
  ASSERT_TRUE(walk(temporary.layer(), [&](const LayerEntry& entry) {
    seen.push_back(entry.path);
    return Walk::next;
  }));
  EXPECT_TRUE(seen == expected);
}

TEST(Walk, GivesTheStatusAndTheDirectoryOfEachEntry) {
  TemporaryLayer temporary;
  write_file_at(temporary.add_part("/") + "/d/f", "four");
  std::string last;
  ASSERT_TRUE(walk(temporary.layer(), [&](const LayerEntry& entry) {
    struct stat status = {};
    EXPECT_EQ(::fstatat(entry.directory, entry.name, &status, AT_SYMLINK_NOFOLLOW), 0);
    EXPECT_EQ(status.st_ino, entry.status.st_ino);
    EXPECT_TRUE(entry.path == "/d" || entry.status.st_size == 4);
    last = entry.path;
    return Walk::next;
  }));
  EXPECT_EQ(last, "/d/f");
}

TEST(Walk, StopsWhenTold) {
  TemporaryLayer temporary;
  write_file_at(temporary.add_part("/a") + "/1", "");
  write_file_at(temporary.add_part("/b") + "/1", "");
  int visits = 0;
  ASSERT_TRUE(walk(temporary.layer(), [&](const LayerEntry&) {
    ++visits;
    return Walk::stop;
  }));
  EXPECT_EQ(visits, 1);
}

TEST(Walk, LeavesAPartInsideAnotherToItself) {
  TemporaryLayer temporary;
  const std::string outer = temporary.add_part("/w", LayerPart::Kind::overlay);
  const std::string inner = temporary.add_part("/w/data/tmp");
  write_file_at(outer + "/data/tmp/below-the-mount", "");
  write_file_at(outer + "/data/tmp2", "");
  write_file_at(inner + "/f", "");
  EXPECT_THAT(paths(temporary.layer()), ElementsAre("/w/data", "/w/data/tmp2", "/w/data/tmp/f"));
}

TEST(Walk, LeavesOutThePlacesOfMounts) {
  TemporaryLayer temporary;
  const std::string part = temporary.add_part("/tmp");
  write_file_at(part + "/bound", "");
  write_file_at(part + "/bound-2", "");
  Layer layer;
  layer.root.reset(::open(temporary.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  layer.parts = temporary.layer().parts;
  layer.places = {"/tmp/bound"};
  EXPECT_THAT(paths(layer), ElementsAre("/tmp/bound-2"));
}

TEST(Walk, FollowsNoSymlink) {
  TemporaryLayer temporary;
  const std::string part = temporary.add_part("/p");
  std::filesystem::create_directory_symlink("/", part + "/root");
  std::filesystem::create_directory_symlink(".", part + "/self");
  EXPECT_THAT(paths(temporary.layer()), ElementsAre("/p/root", "/p/self"));

  Layer layer;
  layer.root.reset(::open(temporary.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  layer.parts = {{"/p", "part-0/self", LayerPart::Kind::whole}};
  EXPECT_FALSE(walk(layer, [](const LayerEntry&) { return Walk::next; }));
}

TEST(Walk, FollowsNoSymlinkThatTookADirectorysPlace) {
  TemporaryLayer temporary;
  const std::string part = temporary.add_part("/p");
  std::filesystem::create_directory(part + "/d");
  write_file_at(temporary.path() + "/outside/secret", "");
  EXPECT_FALSE(walk(temporary.layer(), [&](const LayerEntry& entry) {
    EXPECT_EQ(entry.path, "/p/d");
    std::filesystem::remove(part + "/d");
    std::filesystem::create_directory_symlink(temporary.path() + "/outside", part + "/d");
    return Walk::next;
  }));
}

TEST(Walk, AMissingPartIsAnError) {
  TemporaryLayer temporary;
  std::filesystem::remove(temporary.add_part("/gone"));
  const Result<void> walked = walk(temporary.layer(), [](const LayerEntry&) { return Walk::next; });
  ASSERT_FALSE(walked);
  EXPECT_EQ(walked.error().phase, Phase::collect);
  EXPECT_EQ(walked.error().code, ENOENT);
  EXPECT_THAT(walked.error().what, HasSubstr("/gone"));
}

TEST(Walk, OpensNoFifo) {
  TemporaryLayer temporary;
  const std::string part = temporary.add_part("/p");
  ASSERT_EQ(::mkfifo((part + "/fifo").c_str(), 0600), 0);
  EXPECT_THAT(paths(temporary.layer()), ElementsAre("/p/fifo"));
}

TEST(Walk, KnowsTheWhiteoutsOfAnOverlay) {
  TemporaryLayer temporary;
  const std::string overlay = temporary.add_part("/o", LayerPart::Kind::overlay);
  const std::string whole = temporary.add_part("/w");
  ASSERT_EQ(::mknod((overlay + "/gone").c_str(), S_IFCHR, makedev(0, 0)), 0);
  ASSERT_EQ(::mknod((whole + "/device").c_str(), S_IFCHR, makedev(0, 0)), 0);
  write_file_at(overlay + "/kept", "");
  EXPECT_THAT(paths(temporary.layer()), ElementsAre("deleted /o/gone", "/o/kept", "/w/device"));
}

TEST(Walk, KnowsTheWhiteoutsThatAreAttributes) {
  TemporaryLayer temporary;
  const std::string overlay = temporary.add_part("/o", LayerPart::Kind::overlay);
  for (const char* name : {"/full", "/gone", "/plain"}) {
    write_file_at(overlay + name, name == std::string_view("/full") ? "x" : "");
    if (name == std::string_view("/plain")) continue;
    if (::setxattr((overlay + name).c_str(), "user.overlay.whiteout", "", 0, 0) != 0) {
      ASSERT_EQ(std::getenv("ISORUN_MUST_WORK"), nullptr) << "no user attributes in $TMPDIR";
      GTEST_SKIP() << "no user attributes in $TMPDIR";
    }
  }
  EXPECT_THAT(paths(temporary.layer()), ElementsAre("/o/full", "deleted /o/gone", "/o/plain"));
}

// Takes away all but a few file descriptors while it lives.
class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t number) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit few = {number, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;

 private:
  rlimit before_ = {};
};

TEST(Walk, GoesDeeperThanAnyPathOrDescriptorReaches) {
  TemporaryLayer temporary;
  const std::string part = temporary.add_part("/p");
  constexpr int depth = 3000;
  const UniqueFd deepest = make_deep(part, "dir", depth);
  UniqueFd(::openat(deepest.get(), "file", O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
  write_file_at(part + "/dir/dir/zz", "");
  write_file_at(part + "/zz", "");

  const FewDescriptors few(100);
  const std::vector<std::string> found = paths(temporary.layer());
  ASSERT_EQ(found.size(), depth + 3);
  EXPECT_GT(found[depth].size(), static_cast<std::size_t>(PATH_MAX));
  EXPECT_TRUE(found[depth].ends_with("/dir/file"));
  EXPECT_EQ(found[depth + 1], "/p/dir/dir/zz");
  EXPECT_EQ(found[depth + 2], "/p/zz");
}

// Becomes an ordinary user, who minds permissions, while it lives.
class OrdinaryUser {
 public:
  static constexpr uid_t id = 65534;
  OrdinaryUser() { EXPECT_EQ(::seteuid(before_ == 0 ? id : before_), 0); }
  ~OrdinaryUser() { EXPECT_EQ(::seteuid(before_), 0); }
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;

 private:
  uid_t before_ = ::geteuid();
};

TEST(Walk, ReadsDirectoriesThatTheirOwnerClosedAndClosesThemAgain) {
  TemporaryLayer temporary;
  ASSERT_EQ(::chmod(temporary.path().c_str(), 0755), 0);
  const std::string part = temporary.add_part("/p");
  ASSERT_TRUE(::geteuid() != 0 || ::chown(part.c_str(), OrdinaryUser::id, 0) == 0);
  const OrdinaryUser user;
  write_file_at(part + "/closed/below/f", "");
  write_file_at(part + "/listed/f", "");
  ASSERT_EQ(::chmod((part + "/closed").c_str(), 0), 0);
  ASSERT_EQ(::chmod((part + "/listed").c_str(), 0400), 0);

  EXPECT_THAT(
      paths(temporary.layer()),
      ElementsAre("/p/closed", "/p/closed/below", "/p/closed/below/f", "/p/listed", "/p/listed/f"));
  EXPECT_TRUE(walk(temporary.layer(), [](const LayerEntry& entry) {
    return entry.path == "/p/closed/below/f" ? Walk::stop : Walk::next;
  }));
  struct stat status = {};
  ASSERT_EQ(::stat((part + "/closed").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0U);
  ASSERT_EQ(::stat((part + "/listed").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0400U);
  EXPECT_EQ(::chmod((part + "/closed").c_str(), 0700), 0);
}

}  // namespace
}  // namespace isorun
