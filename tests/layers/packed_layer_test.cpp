#include "layers/packed_layer.hpp"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include "temporary_layer.hpp"

namespace isorun {
namespace {

using testing::HasSubstr;

constexpr const char* own = "/tmp/results";

Result<std::string> pack(const Layer& layer) {
  std::string packed;
  const Result<void> done = pack_layer(layer, own, [&packed](std::string_view bytes) {
    packed += bytes;
    return Result<void>();
  });
  if (!done) return std::unexpected(done.error());
  return packed;
}

// All that a command could see, and the marks of overlays.
std::string describe(const LayerEntry& entry) {
  if (entry.deleted) return "deleted";
  const struct stat& status = entry.status;
  std::string text = fmt::format("{:o} {}:{} {}.{} links {}", status.st_mode, status.st_uid,
                                 status.st_gid, status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                                 S_ISREG(status.st_mode) ? status.st_nlink : 0);
  const std::string path = fmt::format("/proc/self/fd/{}/{}", entry.directory, entry.name);
  if (S_ISREG(status.st_mode)) {
    const UniqueFd file(::openat(entry.directory, entry.name, O_RDONLY | O_CLOEXEC));
    std::string content(static_cast<std::size_t>(status.st_size), '\0');
    EXPECT_EQ(::pread(file.get(), content.data(), content.size(), 0), status.st_size) << path;
    text += fmt::format(" {} hash {}", content.size(), std::hash<std::string>()(content));
  }
  if (S_ISLNK(status.st_mode)) {
    std::string target(100, '\0');
    target.resize(static_cast<std::size_t>(
        ::readlinkat(entry.directory, entry.name, target.data(), target.size())));
    text += " -> " + target;
  }
  for (const char* name : {"user.note", "user.overlay.opaque", "user.overlay.origin"}) {
    std::string value(100, '\0');
    const ssize_t size = ::lgetxattr(path.c_str(), name, value.data(), value.size());
    if (size >= 0)
      text += fmt::format(" {}={}", name, value.substr(0, static_cast<std::size_t>(size)));
  }
  return text;
}

std::map<std::string, std::string> entries(const Layer& layer) {
  std::map<std::string, std::string> all;
  const Result<void> walked = walk(layer, [&all](const LayerEntry& entry) {
    all.emplace(entry.path, describe(entry));
    return Walk::next;
  });
  EXPECT_TRUE(walked) << to_string(walked.error());
  return all;
}

class PackedLayer : public testing::Test {
 protected:
  // A second layer with the same parts.
  void restore() {
    const Result<std::string> packed = pack(first.layer());
    ASSERT_TRUE(packed) << to_string(packed.error());
    for (const LayerPart& part : first.layer().parts) second.add_part(part.path, part.kind);
    ASSERT_TRUE(fits(*packed, second.layer()));
    const Result<void> done = unpack_layer(*packed, second.layer());
    ASSERT_TRUE(done) << to_string(done.error());
    EXPECT_EQ(entries(second.layer()), entries(first.layer()));
    EXPECT_FALSE(std::filesystem::exists(second.path() + "/links"));
  }

  // Adds the part that a set-up which wrote this would leave.
  std::string one_part(LayerPart::Kind kind = LayerPart::Kind::overlay) {
    return first.add_part("/data", kind);
  }

  TemporaryLayer first;
  TemporaryLayer second;
};

TEST_F(PackedLayer, ComesBackAsItWas) {
  const std::string data = one_part();
  write_file_at(data + "/plain", "content\n");
  write_file_at(data + "/empty", "");
  write_file_at(data + "/d/e/\xff\n", std::string(3'000'000, 'x'));
  std::filesystem::create_symlink("some where", data + "/d/link");
  ASSERT_EQ(::mkfifo((data + "/d/fifo").c_str(), 0620), 0);
  ASSERT_EQ(::mknod((data + "/d/socket").c_str(), S_IFSOCK | 0600, 0), 0);
  ASSERT_EQ(::chmod((data + "/plain").c_str(), 04755), 0);
  ASSERT_EQ(::chmod((data + "/d").c_str(), 01711), 0);
  const timespec times[] = {{1, 2}, {1'234'567'890, 123}};
  for (const char* name : {"/plain", "/d/e", "/d/link", "/d/fifo", "/d"})
    ASSERT_EQ(::utimensat(AT_FDCWD, (data + name).c_str(), times, AT_SYMLINK_NOFOLLOW), 0);
  restore();
}

TEST_F(PackedLayer, DeletionsAndReplacedDirectoriesStay) {
  const std::string data = one_part();
  ASSERT_EQ(::mknod((data + "/gone").c_str(), S_IFCHR, makedev(0, 0)), 0);
  write_file_at(data + "/gone too", "");
  write_file_at(data + "/replaced/new", "");
  const auto set = [](const std::string& path, const char* name, std::string_view value) {
    return ::setxattr(path.c_str(), name, value.data(), value.size(), 0) == 0;
  };
  if (!set(data + "/replaced", "user.overlay.opaque", "y")) GTEST_SKIP() << "no user attributes";
  ASSERT_TRUE(set(data + "/gone too", "user.overlay.whiteout", "y"));
  ASSERT_TRUE(set(data + "/replaced/new", "user.note", "kept"));
  restore();
  const auto all = entries(second.layer());
  EXPECT_EQ(all.at("/data/gone"), "deleted");
  EXPECT_EQ(all.at("/data/gone too"), "deleted");
  EXPECT_THAT(all.at("/data/replaced"), HasSubstr("user.overlay.opaque=y"));
  EXPECT_THAT(all.at("/data/replaced/new"), HasSubstr("user.note=kept"));
}

TEST_F(PackedLayer, HardLinksStayOneFile) {
  const std::string data = one_part();
  write_file_at(data + "/a", "same");
  std::filesystem::create_directory(data + "/d");
  std::filesystem::create_hard_link(data + "/a", data + "/d/b");
  std::filesystem::create_hard_link(data + "/a", data + "/c");
  restore();
  EXPECT_TRUE(
      std::filesystem::equivalent(second.path() + "/part-0/a", second.path() + "/part-0/d/b"));
}

TEST_F(PackedLayer, HolesTakeNoRoom) {
  const std::string data = one_part();
  write_file_at(data + "/sparse", "x");
  ASSERT_EQ(::truncate((data + "/sparse").c_str(), 1L << 40), 0);
  const Result<std::string> packed = pack(first.layer());
  ASSERT_TRUE(packed);
  EXPECT_LT(packed->size(), 100'000U);
  second.add_part("/data", LayerPart::Kind::overlay);
  ASSERT_TRUE(fits(*packed, second.layer()));
  ASSERT_TRUE(unpack_layer(*packed, second.layer()));
  struct stat status {};
  ASSERT_EQ(::stat((second.path() + "/part-0/sparse").c_str(), &status), 0);
  EXPECT_EQ(status.st_size, 1L << 40);
  EXPECT_LT(status.st_blocks, 1000);
}

TEST_F(PackedLayer, WhatItsOwnerMayNotReadComesBack) {
  const std::string data = one_part();
  write_file_at(data + "/closed/secret", "s");
  ASSERT_EQ(::chmod((data + "/closed/secret").c_str(), 0), 0);
  ASSERT_EQ(::chmod((data + "/closed").c_str(), 0), 0);
  const Result<std::string> packed = pack(first.layer());
  ASSERT_TRUE(packed) << to_string(packed.error());
  second.add_part("/data", LayerPart::Kind::overlay);
  ASSERT_TRUE(unpack_layer(*packed, second.layer()));
  const auto mode = [&](const std::string& path) {
    return std::filesystem::status(second.path() + "/part-0" + path).permissions();
  };
  EXPECT_EQ(mode("/closed"), std::filesystem::perms::none);
  ASSERT_EQ(::chmod((second.path() + "/part-0/closed").c_str(), 0700), 0);
  EXPECT_EQ(mode("/closed/secret"), std::filesystem::perms::none);
}

TEST_F(PackedLayer, DirectoriesDeeperThanAPathMayBe) {
  make_deep(one_part(), std::string(200, 'd'), 60);
  restore();
}

TEST_F(PackedLayer, ReplacesWhatIsInTheParts) {
  write_file_at(one_part(LayerPart::Kind::copy) + "/new", "");
  first.add_part("/empty", LayerPart::Kind::copy);
  write_file_at(second.add_part("/data", LayerPart::Kind::copy) + "/old", "");
  write_file_at(second.add_part("/empty", LayerPart::Kind::copy) + "/old", "");
  const Result<std::string> packed = pack(first.layer());
  ASSERT_TRUE(packed);
  ASSERT_TRUE(fits(*packed, second.layer()));
  ASSERT_TRUE(unpack_layer(*packed, second.layer()));
  EXPECT_EQ(entries(second.layer()), entries(first.layer()));
}

TEST_F(PackedLayer, LeavesOutWhatBelongsToIsorun) {
  write_file_at(first.add_part("/tmp") + "/a", "");
  write_file_at(first.add_part(own) + "/b", "");
  const Result<std::string> packed = pack(first.layer());
  ASSERT_TRUE(packed);
  EXPECT_THAT(*packed, testing::Not(HasSubstr("results")));
}

TEST_F(PackedLayer, FitsOnlyTheSameParts) {
  write_file_at(one_part() + "/d/file", "content");
  const Result<std::string> packed = pack(first.layer());
  ASSERT_TRUE(packed);
  EXPECT_TRUE(fits(*packed, first.layer()));
  EXPECT_FALSE(fits(*packed, second.layer()));
  second.add_part("/data", LayerPart::Kind::whole);
  EXPECT_FALSE(fits(*packed, second.layer()));
  // These parts would hide what lay in the packed one.
  for (const char* path : {"/data/d", "/data/d/file"}) {
    TemporaryLayer other;
    other.add_part("/data", LayerPart::Kind::overlay);
    other.add_part(path);
    EXPECT_FALSE(fits(*packed, other.layer())) << path;
  }
  TemporaryLayer with_more;
  with_more.add_part("/data", LayerPart::Kind::overlay);
  with_more.add_part("/data/other");
  with_more.add_part("/else");
  EXPECT_TRUE(fits(*packed, with_more.layer()));
}

TEST_F(PackedLayer, FitsOnlyIfComplete) {
  const std::string data = one_part();
  write_file_at(data + "/a", "two\nlines\n");
  write_file_at(data + "/b/c", "");
  const Result<std::string> packed = pack(first.layer());
  ASSERT_TRUE(packed);
  for (std::size_t size = 0; size < packed->size(); ++size)
    EXPECT_FALSE(fits(packed->substr(0, size), first.layer())) << size;
  std::string climbing = *packed;
  climbing.replace(climbing.find("\"name\":\"a\""), 10, "\"name\":\"..\"");
  EXPECT_FALSE(fits(climbing, first.layer()));
}

TEST_F(PackedLayer, RefusesWhatItCouldNotMakeAgain) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  const std::string data = one_part();
  ASSERT_EQ(::mknod((data + "/device").c_str(), S_IFCHR | 0600, makedev(1, 3)), 0);
  const Result<std::string> packed = pack(first.layer());
  ASSERT_FALSE(packed);
  EXPECT_THAT(packed.error().what, HasSubstr("/data/device is a device"));
}

TEST_F(PackedLayer, RefusesFilesOfOthers) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  const std::string data = one_part();
  write_file_at(data + "/file", "");
  for (const std::string& path : {first.path(), data}) {
    ASSERT_EQ(::chmod(path.c_str(), 0755), 0);
    ASSERT_EQ(::chown(path.c_str(), 54321, ::getegid()), 0);
  }
  ASSERT_EQ(::seteuid(54321), 0);
  const Result<std::string> packed = pack(first.layer());
  ASSERT_EQ(::seteuid(0), 0);
  ASSERT_FALSE(packed);
  EXPECT_THAT(packed.error().what, HasSubstr("/data/file belongs to 0:0"));
}

}  // namespace
}  // namespace isorun
