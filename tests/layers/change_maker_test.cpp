#include "layers/change_maker.hpp"

#include <fcntl.h>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "full_disk.hpp"
#include "temporary_layer.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> names_below(const std::string& directory) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

// A file to which objection_to() did not object may have been replaced by the time it is changed.
class ChangeMaker : public testing::Test {
 protected:
  void SetUp() override {
    write_file_at(kept_.path() + "/files/new", "new");
    write_file_at(file_, "host");
  }

  static FileState now(const std::string& path) {
    struct stat status = {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
    return state_of(AT_FDCWD, path.c_str(), status);
  }

  // Returns a change to a file with the content "new".
  [[nodiscard]] Change change(Change::Kind kind) const {
    Change change{.path = file_, .kind = kind, .content = "files/new"};
    if (kind != Change::Kind::created) change.before = now(file_);
    if (kind != Change::Kind::deleted) {
      change.after = now(kept_.path() + "/files/new");
    }
    return change;
  }

  std::string make(const Change& change, Host host = Host::as_the_shard_saw_it) {
    const Result<void> made = change.after ? make_change(change, kept_.layer().root.get(), host)
                                           : make_room(change, host);
    return made ? "" : to_string(made.error());
  }

  TemporaryLayer host_;
  TemporaryLayer kept_;
  std::string file_ = host_.path() + "/file";
};

TEST_F(ChangeMaker, ReplacesTheFileThatTheShardSaw) {
  EXPECT_EQ(make(change(Change::Kind::modified)), "");
  EXPECT_EQ(read_file_at(file_), "new");
  EXPECT_THAT(names_below(host_.path()), ElementsAre("file"));
}

TEST_F(ChangeMaker, LeavesAFileThatChangedSince) {
  for (const auto kind : {Change::Kind::modified, Change::Kind::deleted}) {
    const Change stale = change(kind);
    write_file_at(file_, "somebody else's");
    EXPECT_THAT(make(stale), HasSubstr("it changed on the host since the run"));
    EXPECT_EQ(read_file_at(file_), "somebody else's");
    EXPECT_THAT(names_below(host_.path()), ElementsAre("file"));
    EXPECT_EQ(make(stale, Host::whatever), "");
  }
  EXPECT_THAT(names_below(host_.path()), IsEmpty());
}

TEST_F(ChangeMaker, LeavesAFileThatAppearedSince) {
  EXPECT_THAT(make(change(Change::Kind::created)), HasSubstr("which the shard did not see"));
  EXPECT_EQ(read_file_at(file_), "host");
  EXPECT_THAT(names_below(host_.path()), ElementsAre("file"));
  EXPECT_EQ(make(change(Change::Kind::created), Host::whatever), "");
  EXPECT_EQ(read_file_at(file_), "new");
}

TEST_F(ChangeMaker, KnowsAFileThatIsGone) {
  for (const auto kind : {Change::Kind::modified, Change::Kind::deleted}) {
    write_file_at(file_, "host");
    const Change stale = change(kind);
    std::filesystem::remove(file_);
    EXPECT_NE(make(stale), "");
    EXPECT_THAT(names_below(host_.path()), IsEmpty());
  }
}

TEST_F(ChangeMaker, LeavesADirectoryThatHoldsSomething) {
  const std::string directory = host_.path() + "/d";
  std::filesystem::create_directory(directory);
  const Change gone{.path = directory, .kind = Change::Kind::deleted, .before = now(directory)};
  write_file_at(directory + "/new", "");
  EXPECT_THAT(make(gone), HasSubstr("ENOTEMPTY"));
  std::filesystem::remove(directory + "/new");
  EXPECT_EQ(make(gone), "");
  EXPECT_THAT(names_below(host_.path()), ElementsAre("file"));
}

TEST_F(ChangeMaker, FollowsNoSymbolicLinkThatTookAFilesPlace) {
  const Change stale = change(Change::Kind::modified);
  std::filesystem::rename(file_, host_.path() + "/other");
  std::filesystem::create_symlink("other", file_);
  EXPECT_THAT(make(stale), HasSubstr("it changed on the host since the run"));
  EXPECT_EQ(make(stale, Host::whatever), "");
  EXPECT_EQ(read_file_at(host_.path() + "/other"), "host");
}

TEST_F(ChangeMaker, OnAFullDiskTheOldFileStaysAndNothingElse) {
  write_file_at(kept_.path() + "/files/new", std::string(10'000, 'x'));
  const Change large = change(Change::Kind::modified);
  const FullDisk full(5'000);
  EXPECT_THAT(make(large), HasSubstr("EFBIG"));
  EXPECT_EQ(read_file_at(file_), "host");
  EXPECT_THAT(names_below(host_.path()), ElementsAre("file"));
}

}  // namespace
}  // namespace isorun
