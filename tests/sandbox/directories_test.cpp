// What becomes of each directory, on hosts that are made up.
#include "sandbox/directories.hpp"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

namespace fs = std::filesystem;

// A line for each directory that lies in the test's own place: "PATH TREATMENT", relative to it.
class Directories : public testing::Test {
 protected:
  Directories() {
    std::string pattern = fs::canonical(testing::TempDir()).string() + "/isorun-XXXXXX";
    place_ = ::mkdtemp(pattern.data());
    fs::create_directories(place_ + "/a/b/c");
    fs::create_directories(place_ + "/x");
    std::ofstream(place_ + "/a/file") << "x";
    layout_.working_directory = place_;
    layout_.isolation = Isolation::declared;
  }
  ~Directories() override { fs::remove_all(place_); }

  std::string resolve() const {
    const Result<std::vector<Directory>> directories = resolve_directories(layout_, facts_);
    if (!directories) return to_string(directories.error());
    std::string text;
    for (const Directory& directory : *directories) text += line(directory);
    return text;
  }

  std::string line(const Directory& directory) const {
    static constexpr const char* names[] = {"overlay", "split", "copy",   "tmpfs", "read-only",
                                            "share",   "hide",  "absent", "keep",  "link"};
    if (!is_within(directory.path, place_)) return "";
    return fmt::format(
        "{} {}{}{}{}\n", fs::path(directory.path).lexically_relative(place_).string(),
        names[static_cast<int>(directory.treatment)], directory.exists ? "" : " absent",
        directory.is_file ? " file" : "", directory.is_found ? " found" : "");
  }

  std::string place_;
  Layout layout_;
  Facts facts_{.uid = 1000, .gid = 1000};
};

TEST_F(Directories, AreSortedAndCanonical) {
  fs::create_symlink("a", place_ + "/link");
  layout_.directories = {{"x/../link/b/", Mode::tmpfs}, {"./x", Mode::copy}, {"a"}};
  EXPECT_EQ(resolve(), "a overlay\na/b tmpfs\nx copy\n");
}

TEST_F(Directories, GivenTwice) {
  layout_.directories = {{"a"}, {place_ + "/a"}};
  EXPECT_EQ(resolve(), "a overlay\n");
  layout_.directories[1].mode = Mode::hide;
  EXPECT_EQ(resolve(),
            fmt::format("Mode::hide {}/a: another setting already names this directory", place_));
}

TEST_F(Directories, Absent) {
  layout_.directories = {{"new/deep"}};
  EXPECT_EQ(resolve(), "new/deep overlay absent\n");
  layout_.directories = {{"new", Mode::share}};
  EXPECT_EQ(resolve(), fmt::format("Mode::share {}/new: does not exist; create it first", place_));
  layout_.directories = {{"a", Mode::read_only}, {"a/new"}};
  EXPECT_EQ(resolve(),
            fmt::format("{0}/a/new does not exist and cannot be created below {0}/a; create "
                        "it first",
                        place_));
}

TEST_F(Directories, Files) {
  layout_.directories = {{"a/file", Mode::hide}};
  EXPECT_EQ(resolve(), "a/file hide file\n");
  layout_.directories = {{"a/file", Mode::copy}};
  EXPECT_EQ(resolve(), "a/file copy file\n");
  layout_.directories = {{"a/file", Mode::overlay}};
  EXPECT_EQ(resolve(), "Mode::overlay a/file: not a directory");
}

TEST_F(Directories, Binds) {
  layout_.binds = {{"a", "x"}, {"a/file", "new file"}};
  EXPECT_EQ(resolve(), "new file share absent file\nx share\n");
  layout_.binds = {{"nothing", "x"}};
  EXPECT_EQ(resolve(), "Bind nothing: does not exist");
}

TEST_F(Directories, ProcIsNobodys) {
  layout_.directories = {{"/proc/sys", Mode::share}};
  EXPECT_EQ(resolve(), "Mode::share /proc/sys: /proc belongs to the sandbox");
  layout_.directories = {{""}};
  EXPECT_EQ(resolve(), "empty directory name");
}

TEST_F(Directories, MountsBelowAnOverlaySplitItForAnOrdinaryUser) {
  layout_.directories = {{"a"}};
  facts_.mounts = {{"/", "ext4"}, {place_ + "/a/b", "tmpfs"}};
  EXPECT_EQ(resolve(), "a split\na/b overlay found\n");
  facts_.mounts[1].point = place_ + "/a/b/c";
  EXPECT_EQ(resolve(), "a split\na/b split found\na/b/c overlay found\n");
  facts_.may_clone_mounts = true;
  EXPECT_EQ(resolve(), "a overlay\na/b/c overlay found\n");
}

TEST_F(Directories, MountsThatNoOverlayCanCoverAreKept) {
  layout_.directories = {{"a"}};
  facts_.may_clone_mounts = true;
  facts_.mounts = {{place_ + "/a/b", "tmpfs", true}};
  EXPECT_EQ(resolve(), "a overlay\na/b keep found\n");
  facts_.mounts = {{place_ + "/a/b", "vfat"}};
  EXPECT_EQ(resolve(), "a overlay\na/b keep found\n");
}

TEST_F(Directories, AFileThatIsAMountIsCopied) {
  layout_.directories = {{"a"}};
  facts_.may_clone_mounts = true;
  facts_.mounts = {{place_ + "/a/file", "ext4"}};
  EXPECT_EQ(resolve(), "a overlay\na/file copy file found\n");
  facts_.mounts[0].read_only = true;
  EXPECT_EQ(resolve(), "a overlay\na/file keep file found\n");
  fs::resize_file(place_ + "/a/file", (1U << 20) + 1);
  facts_.mounts[0].read_only = false;
  EXPECT_EQ(resolve(), "a overlay\na/file keep file found\n");
}

TEST_F(Directories, MountsBelowOtherModesNeedNothing) {
  facts_.mounts = {{place_ + "/a/b", "tmpfs"}};
  for (const auto& [mode, name] :
       {std::pair{Mode::tmpfs, "tmpfs"}, std::pair{Mode::copy, "copy"},
        std::pair{Mode::share, "share"}, std::pair{Mode::hide, "hide"}}) {
    layout_.directories = {{"a", mode}};
    EXPECT_EQ(resolve(), fmt::format("a {}\n", name));
  }
}

TEST_F(Directories, Cover) {
  const std::vector<Directory> directories = {{.path = "/"}, {.path = "/a"}, {.path = "/a/b"}};
  EXPECT_EQ(find_cover(directories, "/a/b/c")->path, "/a/b");
  EXPECT_EQ(find_cover(directories, "/a/b")->path, "/a");
  EXPECT_EQ(find_cover(directories, "/ab")->path, "/");
  EXPECT_EQ(find_cover(directories, "/"), nullptr);
}

}  // namespace
}  // namespace isorun
