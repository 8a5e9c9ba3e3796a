#include "results/setup_cache.hpp"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "full_disk.hpp"
#include "temporary_layer.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SetupCacheTest : public testing::Test {
 protected:
  Result<std::string> add(const std::string& key, std::size_t bytes = 0) const {
    write_file_at(data, std::string(bytes, 'x'));
    return cache.add({.key = key,
                      .version = "1",
                      .name = "name",
                      .command = "echo \xff",
                      .directory = "/work",
                      .variables = {"A=\xfe", "B="}},
                     temporary.layer(), "");
  }

  // Makes the entry look as if it had last been used this many seconds ago.
  void age(const std::string& key, long seconds) const {
    const timespec times[] = {{0, UTIME_OMIT}, {::time(nullptr) - seconds, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, file(key).c_str(), times, 0), 0);
  }

  [[nodiscard]] std::string file(const std::string& key) const {
    return cache.directory() + '/' + key + ".layer";
  }

  [[nodiscard]] std::vector<std::string> keys() const {
    std::vector<std::string> keys;
    const Result<std::vector<CachedSetup>> all = cache.list();
    EXPECT_TRUE(all);
    for (const CachedSetup& setup : all.value_or(std::vector<CachedSetup>()))
      keys.push_back(setup.key);
    return keys;
  }

  [[nodiscard]] std::size_t count_files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(cache.directory()), fs::directory_iterator()));
  }

  TemporaryLayer temporary;
  const std::string data = temporary.add_part("/data") + "/file";
  const SetupCache cache{temporary.path() + "/cache/isorun/setups", 10'000};
};

TEST_F(SetupCacheTest, FindsWhatWasAdded) {
  EXPECT_FALSE(cache.find("k", temporary.layer()));
  EXPECT_THAT(keys(), IsEmpty());
  const Result<std::string> id = add("k", 100);
  ASSERT_TRUE(id) << to_string(id.error());
  const std::optional<CachedLayer> found = cache.find("k", temporary.layer());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->setup().id, *id);
  EXPECT_EQ(found->setup().command, "echo \xff");
  EXPECT_THAT(found->setup().variables, ElementsAre("A=\xfe", "B="));
  EXPECT_THAT(found->packed(), HasSubstr(std::string(100, 'x')));
  EXPECT_FALSE(cache.find("other", temporary.layer()));
  EXPECT_EQ(fs::status(cache.directory()).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(file("k")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(SetupCacheTest, AnEntryInUseStaysReadable) {
  ASSERT_TRUE(add("k", 5'000));
  const std::optional<CachedLayer> found = cache.find("k", temporary.layer());
  ASSERT_TRUE(found);
  ASSERT_TRUE(add("k", 10));
  ASSERT_TRUE(cache.clear());
  EXPECT_THAT(found->packed(), HasSubstr(std::string(5'000, 'x')));
  EXPECT_EQ(count_files(), 0U);
}

TEST_F(SetupCacheTest, EvictsTheLeastRecentlyUsed) {
  ASSERT_TRUE(add("a", 3'000));
  ASSERT_TRUE(add("b", 3'000));
  age("a", 20);
  age("b", 30);
  EXPECT_THAT(keys(), ElementsAre("a", "b"));
  ASSERT_TRUE(cache.find("b", temporary.layer()));
  EXPECT_THAT(keys(), ElementsAre("b", "a"));
  ASSERT_TRUE(add("c", 3'000));
  EXPECT_THAT(keys(), ElementsAre("c", "b"));
}

TEST_F(SetupCacheTest, KeepsNothingLargerThanTheLimit) {
  ASSERT_TRUE(add("a", 100));
  const Result<std::string> added = add("b", 10'000);
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().what, HasSubstr("--cache-limit"));
  EXPECT_THAT(keys(), ElementsAre("a"));
  EXPECT_EQ(count_files(), 1U);
}

TEST_F(SetupCacheTest, AFullDiskLeavesNothing) {
  const FullDisk full(4'000);
  const Result<std::string> added = add("k", 3'999);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, EFBIG);
  EXPECT_EQ(count_files(), 0U);
}

TEST_F(SetupCacheTest, SweepsWhatAKilledRunLeft) {
  ASSERT_TRUE(add("a"));
  const std::string dead = cache.directory() + "/.new.0123";
  const std::string alive = cache.directory() + "/.new.4567";
  write_file_at(dead, "isorun setup 1\n");
  write_file_at(alive, "isorun setup 1\n");
  const UniqueFd writer(::open(alive.c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(::flock(writer.get(), LOCK_EX), 0);
  ASSERT_TRUE(add("b"));
  EXPECT_FALSE(fs::exists(dead));
  EXPECT_TRUE(fs::exists(alive));
  EXPECT_THAT(keys(), testing::UnorderedElementsAre("a", "b"));
}

TEST_F(SetupCacheTest, IgnoresWhatIsNoWholeEntry) {
  ASSERT_TRUE(add("k", 100));
  fs::resize_file(file("k"), fs::file_size(file("k")) - 1);
  EXPECT_FALSE(cache.find("k", temporary.layer()));
  write_file_at(file("k"), "isorun setup 2\n{}\n");
  EXPECT_FALSE(cache.find("k", temporary.layer()));
  EXPECT_THAT(keys(), IsEmpty());
  ASSERT_TRUE(cache.clear());
  EXPECT_EQ(count_files(), 0U);
}

TEST_F(SetupCacheTest, TrustsNoDirectoryThatOthersCanWrite) {
  ASSERT_TRUE(add("k"));
  fs::permissions(cache.directory(), fs::perms::group_write, fs::perm_options::add);
  EXPECT_FALSE(cache.find("k", temporary.layer()));
  const Result<std::string> added = add("l");
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().what, HasSubstr("others may write to"));
}

}  // namespace
}  // namespace isorun
