#include "layers/collisions.hpp"

#include <chrono>
#include <fcntl.h>
#include <filesystem>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "temporary_layer.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> texts(const FoundCollisions& found) {
  std::vector<std::string> texts;
  for (const Collision& collision : found.collisions) {
    std::string text = fmt::format("{} {}", name(collision.kind), collision.path);
    for (const std::size_t shard : collision.shards) text += fmt::format(" {}", shard);
    texts.push_back(text);
  }
  return texts;
}

const LayerPart overlay{"/w", "0", LayerPart::Kind::overlay};

LayerEntry an_entry(const std::string& path, mode_t mode = S_IFREG, bool deleted = false) {
  LayerEntry entry;
  entry.part = &overlay;
  entry.path = path;
  entry.status.st_mode = mode;
  entry.deleted = deleted;
  return entry;
}

class TheCollisions : public testing::Test {
 protected:
  void shard(Writer writer, const std::vector<std::string>& written,
             const std::vector<std::string>& deleted = {}) {
    collisions_.begin(std::move(writer));
    for (const std::string& path : written) collisions_.add(an_entry(path));
    for (const std::string& path : deleted) collisions_.add(an_entry(path, S_IFCHR, true));
  }

  Collisions collisions_{"/tmp/.isorun"};
};

TEST_F(TheCollisions, AreOfThreeKinds) {
  shard({.shard = 1, .units = {1}}, {"/w/a/x", "/w/b"}, {"/w/gone"});
  shard({.shard = 0, .units = {0}}, {"/w/a/x", "/w/only"}, {"/w/b", "/w/gone"});
  shard({.shard = 2, .units = {2}}, {"/w/a", "/w/b", "/x", "/w/a/y"});
  EXPECT_THAT(texts(collisions_.found()),
              ElementsAre("write/write /w/a/x 0 1", "write/delete /w/b 0 1 2",
                          "delete/delete /w/gone 0 1"));
  EXPECT_EQ(collisions_.found().paths_of_one_shard, 4U) << "/w/only, /w/a, /x, /w/a/y";
}

TEST_F(TheCollisions, AreNotOfAUnitWithItself) {
  shard({.shard = 0, .units = {4, 1}}, {"/w/a"});
  shard({.shard = 7, .units = {1}}, {"/w/a"});
  shard({.shard = 9, .units = {1, 4}}, {"/w/a"});
  EXPECT_THAT(texts(collisions_.found()), IsEmpty());
  EXPECT_EQ(collisions_.found().paths_of_one_shard, 1U);
  shard({.shard = 3, .units = {2}}, {"/w/a"});
  EXPECT_THAT(texts(collisions_.found()), ElementsAre("write/write /w/a 0 3 7 9"));
}

TEST_F(TheCollisions, AreNotOfShardsThatRanAlone) {
  shard({.shard = 0, .units = {0}, .ran_alone = true}, {"/w/a", "/w/b"});
  shard({.shard = 1, .units = {1}}, {"/w/a", "/w/b"});
  EXPECT_THAT(texts(collisions_.found()), IsEmpty());
  shard({.shard = 2, .units = {2}}, {"/w/a"});
  EXPECT_THAT(texts(collisions_.found()), ElementsAre("write/write /w/a 1 2"));
}

TEST_F(TheCollisions, OfWorkersNeedNoUnits) {
  shard({.shard = 10}, {"/w/a"});
  shard({.shard = 11}, {"/w/a"});
  EXPECT_THAT(texts(collisions_.found()), ElementsAre("write/write /w/a 10 11"));
}

TEST_F(TheCollisions, AreNotOfDirectoriesNorOfWhatIsIsoruns) {
  const LayerPart own{"/tmp/.isorun", "1", LayerPart::Kind::whole};
  for (const std::size_t unit : {0U, 1U}) {
    collisions_.begin({.shard = unit, .units = {unit}});
    collisions_.add(an_entry("/w/directory", S_IFDIR));
    LayerEntry entry = an_entry("/tmp/.isorun/result");
    entry.part = &own;
    collisions_.add(entry);
    collisions_.add(an_entry("/w/link", S_IFLNK));
  }
  EXPECT_THAT(texts(collisions_.found()), ElementsAre("write/write /w/link 0 1"));
}

TEST_F(TheCollisions, AreNotOfWhatFrameworksNote) {
  for (const std::size_t unit : {0U, 1U}) {
    collisions_.begin({.shard = unit, .units = {unit}});
    collisions_.add(an_entry("/w/.pytest_cache/README.md"));
    collisions_.add(an_entry("/w/package/__pycache__/a.pyc"));
    collisions_.add(an_entry("/w/build/Testing/Temporary/LastTest.log"));
    collisions_.add(an_entry("/w/target/log"));
  }
  EXPECT_THAT(texts(collisions_.found()), ElementsAre("write/write /w/target/log 0 1"));
}

TEST_F(TheCollisions, OfACopyAreOfWhatChanged) {
  TemporaryLayer host;
  for (const char* name : {"/same", "/longer", "/newer"}) write_file_at(host.path() + name, "host");
  for (const std::size_t unit : {0U, 1U}) {
    TemporaryLayer temporary;
    const std::string part = temporary.add_part(host.path(), LayerPart::Kind::copy);
    for (const char* name : {"/same", "/longer", "/newer"}) {
      write_file_at(part + name, name == std::string_view("/longer") ? "longer" : "host");
      const auto time = std::filesystem::last_write_time(host.path() + name);
      const bool is_newer = name == std::string_view("/newer");
      std::filesystem::last_write_time(part + name,
                                       is_newer ? time + std::chrono::seconds(1) : time);
    }
    write_file_at(part + "/new", "");
    collisions_.begin({.shard = unit, .units = {unit}});
    ASSERT_TRUE(walk(temporary.layer(), [&](const LayerEntry& entry) {
      collisions_.add(entry);
      return Walk::next;
    }));
  }
  EXPECT_THAT(texts(collisions_.found()), ElementsAre("write/write " + host.path() + "/longer 0 1",
                                                      "write/write " + host.path() + "/new 0 1",
                                                      "write/write " + host.path() + "/newer 0 1"));
}

TEST(FullCollisions, SayThatTheyAreNotAll) {
  Collisions collisions("", 2);
  for (const std::size_t unit : {0U, 1U}) {
    collisions.begin({.shard = unit, .units = {unit}});
    for (const char* path : {"/a", "/b", "/c"}) collisions.add(an_entry(path));
  }
  EXPECT_THAT(texts(collisions.found()), ElementsAre("write/write /a 0 1", "write/write /b 0 1"));
  EXPECT_FALSE(collisions.found().is_complete);
}

TEST(ManyCollisions, AreFoundAmongAHundredThousandFiles) {
  TemporaryLayer temporary;
  const std::string part = temporary.add_part("/tmp");
  for (int directory = 0; directory < 100; ++directory) {
    const std::string path = fmt::format("{}/{}", part, directory);
    std::filesystem::create_directory(path);
    for (int file = 0; file < 1000; ++file)
      UniqueFd(::creat(fmt::format("{}/{}", path, file).c_str(), 0644));
  }
  Collisions collisions("");
  for (const std::size_t unit : {0U, 1U, 2U, 3U}) {
    collisions.begin({.shard = unit, .units = {unit}});
    ASSERT_TRUE(walk(temporary.layer(), [&](const LayerEntry& entry) {
      collisions.add(entry);
      return Walk::next;
    }));
  }
  const FoundCollisions found = collisions.found();
  ASSERT_EQ(found.collisions.size(), 100'000U);
  EXPECT_EQ(found.collisions.back().path, "/tmp/99/999");
  EXPECT_THAT(found.collisions.back().shards, ElementsAre(0, 1, 2, 3));
}

TEST(ThePathTable, HasOneEntryForEachPath) {
  PathTable<std::size_t> table(20'000);
  std::vector<std::string> paths;
  paths.reserve(20'000);
  for (int i = 0; i < 20'000; ++i) paths.push_back(fmt::format("/d{}/e\xff/\n{}", i % 7, i));
  for (std::size_t i = 0; i < paths.size(); ++i) table.add(paths[i])->value = i;
  for (std::size_t i = 0; i < paths.size(); ++i) ASSERT_EQ(table.add(paths[i])->value, i);
  EXPECT_EQ(table.size(), paths.size());
  EXPECT_EQ(table.add("/one more"), nullptr);
}

}  // namespace
}  // namespace isorun
