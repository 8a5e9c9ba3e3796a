#include "results/history_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
using ::testing::HasSubstr;

class HistoryFile : public ::testing::Test {
 protected:
  HistoryFile() {
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  ~HistoryFile() override { fs::remove_all(directory_); }

  void write(std::string_view content) const { std::ofstream(path_) << content; }

  const std::string directory_ =
      fmt::format("{}/history_file_test.{}", fs::temp_directory_path().string(), ::getpid());
  const std::string path_ = directory_ + "/history.json";
};

TEST_F(HistoryFile, AbsentIsEmptyWithoutAWarning) {
  const LoadedHistory loaded = load_history(path_);
  EXPECT_TRUE(loaded.history.entries().empty());
  EXPECT_EQ(loaded.warning, "");
}

TEST_F(HistoryFile, KeepsWhatOtherRunsKnow) {
  ASSERT_TRUE(add_to_history(path_, {{.name = "a", .duration = seconds(1)}}));
  ASSERT_TRUE(add_to_history(path_, {{.name = "b", .duration = seconds(2)}}));
  const History history = load_history(path_).history;
  EXPECT_EQ(history.find("a")->duration, seconds(1));
  EXPECT_EQ(history.find("b")->duration, seconds(2));
}

TEST_F(HistoryFile, RunsAtOnceLoseNothing) {
  constexpr int rounds = 100;
  const auto add = [this](std::string_view prefix) {
    for (int i = 0; i < rounds; ++i)
      EXPECT_TRUE(add_to_history(path_, {{.name = fmt::format("{}{}", prefix, i)}}));
  };
  // Each add locks for itself, so that threads are as good as processes.
  {
    const std::jthread one(add, "one");
    const std::jthread two(add, "two");
  }
  EXPECT_EQ(load_history(path_).history.entries().size(), 2U * rounds);
}

TEST_F(HistoryFile, LeavesNothingElseBehind) {
  ASSERT_TRUE(add_to_history(path_, {{.name = "a"}}));
  EXPECT_EQ(std::distance(fs::directory_iterator(directory_), {}), 1);
}

TEST_F(HistoryFile, SetsAsideWhatItCannotUse) {
  for (const std::string_view content : {"{\"schema\": 1, \"units\": {", "{\"schema\": 99}"}) {
    write(content);
    const LoadedHistory loaded = load_history(path_);
    EXPECT_TRUE(loaded.history.entries().empty());
    EXPECT_THAT(loaded.warning, HasSubstr("renamed to " + path_ + ".unusable"));
    EXPECT_FALSE(fs::exists(path_));
    std::string kept;
    std::getline(std::ifstream(path_ + ".unusable"), kept);
    EXPECT_EQ(kept, content);
  }
}

TEST_F(HistoryFile, SaysWhereItCannotWrite) {
  fs::create_directory(path_);
  const Result<void> saved = add_to_history(path_, {{.name = "a"}});
  ASSERT_FALSE(saved);
  EXPECT_THAT(to_string(saved.error()), HasSubstr(path_));
}

TEST_F(HistoryFile, CanBeMadeWhereTheNearestDirectoryCanBeWritten) {
  EXPECT_TRUE(can_be_made(path_));
  EXPECT_TRUE(can_be_made(directory_ + "/some/where/history.json"));
  EXPECT_FALSE(can_be_made("/dev/null/history.json"));
}

TEST(HistoryPath, IsOfTheWorkingDirectoryAndTheProgram) {
  EXPECT_EQ(history_path("mine.json", "pytest"), "mine.json");
  EXPECT_NE(history_path("", "pytest"), history_path("", "ctest"));
  const std::string here = history_path("", "pytest");
  const fs::path before = fs::current_path();
  fs::current_path("/");
  EXPECT_NE(history_path("", "pytest"), here);
  fs::current_path(before);
}

}  // namespace
}  // namespace isorun
