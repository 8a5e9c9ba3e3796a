#include "layers/changes.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/xattr.h>

#include "layers/kept_layer.hpp"
#include "temporary_layer.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A host's directory, and the part of a layer over it.
class Changes : public testing::Test {
 protected:
  // "KIND /path", the paths below the host's directory.
  std::vector<std::string> found(const Layer& layer) {
    std::vector<std::string> texts;
    const Result<void> done =
        find_changes(layer, "/own", [&](const Change& change, const LayerEntry*) -> Result<void> {
          texts.push_back(
              fmt::format("{} {}", name(change.kind), change.path.substr(host_.size())));
          return {};
        });
    EXPECT_TRUE(done) << to_string(done.error());
    std::ranges::sort(texts);
    return texts;
  }

  std::string part(LayerPart::Kind kind) { return layer_.add_part(host_, kind); }
  // The same file in the layer, of the same time.
  void copy_up(const std::string& part, const std::string& name) {
    std::filesystem::copy(host_ + name, part + name);
    std::filesystem::last_write_time(part + name, std::filesystem::last_write_time(host_ + name));
  }
  void white_out(const std::string& path) {
    ASSERT_EQ(::mknod(path.c_str(), S_IFCHR, makedev(0, 0)), 0);
  }

  TemporaryLayer host_holder_;
  TemporaryLayer layer_;
  const std::string host_ = host_holder_.path();
};

TEST_F(Changes, OfAnOverlayAreOfFiveKinds) {
  const std::string upper = part(LayerPart::Kind::overlay);
  for (const char* name :
       {"/changed", "/gone", "/dir/in", "/same-size", "/opened", "/chmod", "/touch", "/type"})
    write_file_at(host_ + name, "host");
  write_file_at(upper + "/changed", "longer");
  write_file_at(upper + "/same-size", "new!");
  // A file system's clock may not have ticked since the host's file was written.
  std::filesystem::last_write_time(host_ + "/same-size", std::filesystem::file_time_type());
  write_file_at(upper + "/touch", "host");
  write_file_at(upper + "/new/file", "");
  std::filesystem::last_write_time(upper + "/touch", std::filesystem::file_time_type());
  for (const char* name : {"/opened", "/chmod"}) copy_up(upper, name);
  ASSERT_EQ(::chmod((upper + "/chmod").c_str(), 0600), 0);
  std::filesystem::create_symlink("elsewhere", upper + "/type");
  white_out(upper + "/gone");
  white_out(upper + "/dir");
  white_out(upper + "/never-there");
  EXPECT_THAT(found(layer_.layer()),
              ElementsAre("created /new", "created /new/file", "deleted /dir", "deleted /dir/in",
                          "deleted /gone", "metadata /chmod", "metadata /touch",
                          "modified /changed", "modified /same-size", "type-changed /type"));
}

TEST_F(Changes, OfAnOpaqueDirectoryHideWhatTheHostHas) {
  const std::string upper = part(LayerPart::Kind::overlay);
  for (const char* name : {"/d/old", "/d/kept", "/d/sub/old", "/e/old"})
    write_file_at(host_ + name, "host");
  std::filesystem::create_directories(upper + "/d/sub");
  std::filesystem::create_directories(upper + "/e");
  copy_up(upper, "/d/kept");
  ASSERT_EQ(::setxattr((upper + "/d").c_str(), "user.overlay.opaque", "y", 1, 0), 0);
  EXPECT_THAT(found(layer_.layer()), ElementsAre("deleted /d/old", "deleted /d/sub/old"));
}

// The shard saw these with another owner and mode than the host has, and did not change that.
TEST_F(Changes, OfStandInsAreWhatIsUnlikeThem) {
  const std::string upper = part(LayerPart::Kind::overlay);
  for (const char* name : {"/d/chmod", "/d/gone", "/d/noted", "/d/opened", "/d/written"})
    write_file_at(host_ + name, "host");
  std::vector<StandIn> stand_ins = {{.path = host_ + "/d", .mode = S_IFDIR | 0555}};
  for (const char* name : {"/d/chmod", "/d/gone", "/d/noted", "/d/opened", "/d/written"})
    stand_ins.push_back({.path = host_ + name, .mode = S_IFREG | 0640});
  for (StandIn& stand_in : stand_ins) {
    stand_in.uid = ::geteuid();
    stand_in.gid = ::getegid();
    stand_in.lacks_attributes = stand_in.path == host_ + "/d/noted";
  }
  ASSERT_EQ(::setxattr((host_ + "/d/noted").c_str(), "user.note", "kept", 4, 0), 0);
  layer_.set_stand_ins(stand_ins);
  std::filesystem::create_directory(upper + "/d");
  for (const char* name : {"/d/chmod", "/d/noted", "/d/opened"}) copy_up(upper, name);
  write_file_at(upper + "/d/written", "longer");
  white_out(upper + "/d/gone");
  ASSERT_EQ(::chmod((upper + "/d").c_str(), 0555), 0);
  for (const char* name : {"/d/noted", "/d/opened", "/d/written"})
    ASSERT_EQ(::chmod((upper + name).c_str(), 0640), 0);
  mode_t written = 0;
  const Result<void> done = find_changes(
      layer_.layer(), "/own", [&](const Change& change, const LayerEntry*) -> Result<void> {
        if (change.kind == Change::Kind::modified) written = change.after->mode;
        return {};
      });
  ASSERT_TRUE(done);
  EXPECT_EQ(written, mode_t{S_IFREG | 0644}) << "the host's";
  EXPECT_THAT(found(layer_.layer()),
              ElementsAre("deleted /d/gone", "metadata /d/chmod", "modified /d/written"));
  ASSERT_EQ(::chmod((upper + "/d").c_str(), 0755), 0);
}

TEST_F(Changes, OfADirectoryThatBecameAFileOrALink) {
  const std::string upper = part(LayerPart::Kind::overlay);
  write_file_at(host_ + "/d/in", "");
  write_file_at(host_ + "/target/in", "");
  std::filesystem::create_directory_symlink("target", host_ + "/link");
  std::filesystem::create_directory_symlink("target", upper + "/d");
  write_file_at(upper + "/link/in", "a directory of its own");
  EXPECT_THAT(found(layer_.layer()), ElementsAre("created /link/in", "deleted /d/in",
                                                 "type-changed /d", "type-changed /link"))
      << "the host's link is not followed";
}

TEST_F(Changes, OfACopyKnowDeletionsByWhatIsMissing) {
  const std::string copy = part(LayerPart::Kind::copy);
  for (const char* name : {"/same", "/gone", "/d/gone", "/d/same", "/e/in"})
    write_file_at(host_ + name, "host");
  std::filesystem::create_directory(copy + "/d");
  copy_up(copy, "/same");
  copy_up(copy, "/d/same");
  write_file_at(copy + "/d/new", "");
  EXPECT_THAT(found(layer_.layer()), ElementsAre("created /d/new", "deleted /d/gone", "deleted /e",
                                                 "deleted /e/in", "deleted /gone"));
}

TEST_F(Changes, OfATmpfsAreAllCreations) {
  const std::string whole = part(LayerPart::Kind::whole);
  write_file_at(host_ + "/file", "host");
  write_file_at(whole + "/file", "new");
  write_file_at(layer_.add_part("/own") + "/result", "isorun's");
  EXPECT_THAT(found(layer_.layer()), ElementsAre("created /file"));
}

// Everything a hostile test can leave, kept and read again.
TEST_F(Changes, AreKeptWhateverTheyAre) {
  const std::string upper = part(LayerPart::Kind::whole);
  write_file_at(upper + "/n\nl\xff/\xfe", "bytes");
  write_file_at(upper + "/closed", "closed");
  ASSERT_EQ(::chmod((upper + "/closed").c_str(), 0), 0);
  ASSERT_EQ(::mkfifo((upper + "/fifo").c_str(), 0600), 0);
  std::filesystem::create_symlink("/etc/\xff", upper + "/link");
  write_file_at(upper + "/sparse", "");
  ASSERT_EQ(::truncate((upper + "/sparse").c_str(), off_t{1} << 40), 0);
  std::filesystem::create_hard_link(upper + "/closed", upper + "/hard");
  const UniqueFd deepest = make_deep(upper, std::string(200, 'd'), 30);
  const UniqueFd file(::openat(deepest.get(), "f", O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
  ASSERT_EQ(::write(file.get(), "deep", 4), 4);
  const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  (upper + "/socket").copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);

  TemporaryLayer kept;
  ASSERT_TRUE(keep_layer(layer_.layer(), "/own", kept.layer().root.get()));
  const Result<KeptLayer> read = read_kept_layer(kept.path());
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->changes.size(), 8U + 31);
  for (const Change& change : read->changes) {
    const std::string below = change.path.substr(host_.size());
    if (below == "/n\nl\xff/\xfe") {
      EXPECT_EQ(read_file_at(kept.path() + '/' + change.content), "bytes");
    }
    if (below == "/closed") {
      EXPECT_EQ(change.after->mode, S_IFREG | 0U);
      EXPECT_EQ(read_file_at(kept.path() + '/' + change.content), "closed");
    }
    if (below == "/link") {
      EXPECT_EQ(change.target, "/etc/\xff");
    }
    if (below.ends_with("/f")) {
      EXPECT_THAT(change.content, HasSubstr("long/"));
      EXPECT_EQ(read_file_at(kept.path() + '/' + change.content), "deep");
    }
    if (below == "/fifo" || below == "/socket" || below == "/link") {
      EXPECT_EQ(change.content, "");
    }
    if (below == "/sparse") {
      struct stat status = {};
      ASSERT_EQ(::stat((kept.path() + '/' + change.content).c_str(), &status), 0);
      EXPECT_EQ(status.st_size, off_t{1} << 40);
      EXPECT_LT(status.st_blocks, 100);
    }
  }
  EXPECT_EQ(*parse_changes(changes_json(read->changes))->begin()->after, *read->changes[0].after);
  struct stat status = {};
  ASSERT_EQ(::lstat((upper + "/closed").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0U) << "closed again";
}

// No driver has these: opening one would fail.
TEST_F(Changes, OfDevicesAreToldAndNoneIsOpened) {
  const std::string upper = part(LayerPart::Kind::overlay);
  write_file_at(host_ + "/file", "host");
  for (const auto& [name, type] : {std::pair<const char*, mode_t>{"/character", S_IFCHR},
                                   {"/block", S_IFBLK},
                                   {"/file", S_IFCHR}}) {
    if (::mknod((upper + name).c_str(), type | 0600, makedev(4000, 1)) == 0) continue;
    ASSERT_TRUE(::geteuid() != 0 || std::getenv("ISORUN_MUST_WORK") == nullptr) << "no mknod(2)";
    GTEST_SKIP() << "mknod(2) of a device takes root";
  }
  EXPECT_THAT(found(layer_.layer()),
              ElementsAre("created /block", "created /character", "type-changed /file"));
  TemporaryLayer kept;
  ASSERT_TRUE(keep_layer(layer_.layer(), "/own", kept.layer().root.get()));
  const Result<KeptLayer> read = read_kept_layer(kept.path());
  ASSERT_TRUE(read);
  for (const Change& change : read->changes) EXPECT_EQ(change.content, "");
}

TEST(ChangesJson, RefusesWhatLeadsElsewhere) {
  const std::string good =
      changes_json({{.path = "/a", .after = FileState{.mode = S_IFREG}, .content = "files/a"}});
  ASSERT_TRUE(parse_changes(good));
  const auto with = [&good](const std::string& old, const std::string& now) {
    std::string text = good;
    return text.replace(text.find(old), old.size(), now);
  };
  for (const char* path :
       {"\"a\"", "\"/a/../b\"", "\"/\"", "\"/a/\"", "\"/a//b\"", "\"/\\u0000\"", "1"})
    EXPECT_FALSE(parse_changes(with("\"/a\"", path))) << path;
  EXPECT_FALSE(parse_changes(with("files/a", "files/../../a")));
  EXPECT_FALSE(parse_changes(with("files/a", "/etc/passwd")));
  EXPECT_FALSE(parse_changes(with("created", "modified"))) << "of what?";
  EXPECT_FALSE(parse_changes(with("100000", "10000x")));
  EXPECT_FALSE(parse_changes(with("\"schema\": 1", "\"schema\": 2")));
  EXPECT_FALSE(parse_changes(""));
}

}  // namespace
}  // namespace isorun
