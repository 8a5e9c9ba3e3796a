#include "results/results_directory.hpp"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "collect/results_names.hpp"
#include "results/conclusion.hpp"

namespace isorun {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace fs = std::filesystem;

// Runs on disk and in memory, where some CI systems keep whole machines.
class ResultsDirectoryTest : public testing::TestWithParam<std::string> {
 protected:
  ResultsDirectoryTest() {
    std::string pattern = GetParam() + "/isorun-results-XXXXXX";
    root_ = ::mkdtemp(pattern.data());
    path_ = root_ + "/out";
  }
  ~ResultsDirectoryTest() override { fs::remove_all(root_); }

  void write_file(const std::string& name, std::string_view content) const {
    fs::create_directories(fs::path(path_ + "/" + name).parent_path());
    std::ofstream(path_ + "/" + name) << content;
  }
  [[nodiscard]] std::string read_file(const std::string& name) const {
    std::ifstream file(path_ + "/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] bool exists(const std::string& name) const {
    return fs::exists(fs::symlink_status(path_ + "/" + name));
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(path_))
      all.push_back(entry.path().filename().string());
    return all;
  }
  [[nodiscard]] Result<ResultsDirectory> begun() const {
    Result<ResultsDirectory> directory = ResultsDirectory::claim(path_);
    if (!directory) return directory;
    if (Result<void> done = directory->begin(unfinished(RunRecord())); !done)
      return std::unexpected(done.error());
    return directory;
  }
  static std::string words(const Result<ResultsDirectory>& refused) {
    return refused ? "" : to_string(refused.error());
  }

  std::string root_;
  std::string path_;
};

// Claiming --------------------------------------------------------------------

TEST_P(ResultsDirectoryTest, IsMadeWithTheDirectoriesAboveIt) {
  path_ = root_ + "/a/b/out/";
  ASSERT_TRUE(begun());
  EXPECT_THAT(names(),
              UnorderedElementsAre("run.json", "logs", ".lock", ".gitignore", "CACHEDIR.TAG"));
  EXPECT_EQ(read_file(".gitignore"), "*\n");
  EXPECT_THAT(read_file("CACHEDIR.TAG"),
              testing::StartsWith("Signature: 8a477f597d28d172789f06886806bc55\n"));
}

TEST_P(ResultsDirectoryTest, WhatWasMadeForARunThatDoesNotBeginGoes) {
  fs::create_directory(root_ + "/a");
  path_ = root_ + "/a/b/out";
  ASSERT_TRUE(ResultsDirectory::claim(path_));
  EXPECT_TRUE(fs::is_empty(root_ + "/a"));
}

TEST_P(ResultsDirectoryTest, WhatWasThereStaysWhereTheRunDoesNotBegin) {
  ASSERT_TRUE(begun());
  write_file("logs/a.log", "old");
  ASSERT_TRUE(ResultsDirectory::claim(path_));
  EXPECT_EQ(read_file("logs/a.log"), "old");
}

TEST_P(ResultsDirectoryTest, OneRunAtATimeUsesIt) {
  const Result<ResultsDirectory> first = begun();
  ASSERT_TRUE(first);
  write_file("logs/a.log", "the first run's");
  const Result<ResultsDirectory> second = ResultsDirectory::claim(path_);
  EXPECT_EQ(words(second), "cannot lock " + path_ +
                               ": another run is using it; choose another directory with --out");
  EXPECT_EQ(second.error().phase, Phase::usage);
  EXPECT_FALSE(ResultsDirectory::reopen(path_));
  EXPECT_EQ(read_file("logs/a.log"), "the first run's");
}

TEST_P(ResultsDirectoryTest, ReadersAndARunKeepEachOtherOut) {
  { ASSERT_TRUE(begun()); }
  const UniqueFd directory(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  {
    const Result<ResultsLock> reader = ResultsLock::to_read(directory.get(), path_);
    EXPECT_TRUE(reader);
    EXPECT_TRUE(ResultsLock::to_read(directory.get(), path_));
    EXPECT_FALSE(ResultsDirectory::claim(path_));
  }
  const Result<ResultsDirectory> run = ResultsDirectory::claim(path_);
  ASSERT_TRUE(run);
  EXPECT_FALSE(ResultsLock::to_read(directory.get(), path_));
}

TEST_P(ResultsDirectoryTest, TheLockGoesWithAProcessThatIsKilled) {
  int ready[2];
  ASSERT_EQ(::pipe2(ready, O_CLOEXEC), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const Result<ResultsDirectory> held = begun();
    static_cast<void>(::write(ready[1], held ? "y" : "n", 1));
    for (;;) ::pause();
  }
  char has_it = 0;
  ASSERT_EQ(::read(ready[0], &has_it, 1), 1);
  EXPECT_EQ(has_it, 'y');
  EXPECT_FALSE(ResultsDirectory::claim(path_));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(begun());
  for (const int end : ready) ::close(end);
}

TEST_P(ResultsDirectoryTest, OtherThingsAreNobodysToRemove) {
  write_file("thesis.txt", "precious");
  EXPECT_THAT(words(ResultsDirectory::claim(path_)), HasSubstr("contains more than"));
  EXPECT_THAT(names(), UnorderedElementsAre("thesis.txt"));
}

TEST_P(ResultsDirectoryTest, WhatRemovingAllButHiddenFilesLeavesIsNothing) {
  { ASSERT_TRUE(begun()); }
  for (const std::string& name : names()) {
    if (!name.starts_with('.')) fs::remove_all(path_ + "/" + name);
  }
  EXPECT_TRUE(begun());
}

TEST_P(ResultsDirectoryTest, AnErrorNamesTheStepAndTheOption) {
  std::ofstream(root_ + "/file") << "";
  EXPECT_EQ(words(ResultsDirectory::claim(root_ + "/file")),
            "--out " + root_ + "/file: opening the directory: Not a directory (ENOTDIR)");
  path_ = "/proc/isorun/out";
  EXPECT_EQ(words(ResultsDirectory::claim(path_)),
            "--out /proc/isorun/out: making the directory /proc/isorun: No such file or directory "
            "(ENOENT)");
}

// Earlier results -------------------------------------------------------------

TEST_P(ResultsDirectoryTest, ARunBeginsWithoutTheResultsOfTheOneBefore) {
  { ASSERT_TRUE(begun()); }
  for (const ResultsName& own : results_names) {
    if (own.use != ResultsName::Use::stays) write_file(std::string(own.name) + "/deep/file", "old");
  }
  write_file("mine/total", "merged");
  ASSERT_TRUE(begun());
  EXPECT_THAT(names(), UnorderedElementsAre("run.json", "logs", ".lock", ".gitignore",
                                            "CACHEDIR.TAG", "mine"));
  EXPECT_TRUE(fs::is_empty(path_ + "/logs"));
}

TEST_P(ResultsDirectoryTest, AGitignoreOfTheUsersOwnStays) {
  { ASSERT_TRUE(begun()); }
  write_file(".gitignore", "logs/\n");
  ASSERT_TRUE(begun());
  EXPECT_EQ(read_file(".gitignore"), "logs/\n");
}

// A directory that came from a checkout ---------------------------------------

class PlantedLinks : public ResultsDirectoryTest {
 protected:
  PlantedLinks() {
    fs::create_directory(root_ + "/elsewhere");
    std::ofstream(victim_) << "precious";
    EXPECT_TRUE(begun());
  }
  ~PlantedLinks() override {
    std::ifstream file(victim_);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "precious");
    EXPECT_EQ(std::ranges::distance(fs::directory_iterator(root_ + "/elsewhere")), 1);
  }
  void plant(const std::string& name, const std::string& target) const {
    fs::remove_all(path_ + "/" + name);
    fs::create_symlink(target, path_ + "/" + name);
  }

  std::string victim_ = root_ + "/elsewhere/victim";
};

TEST_P(PlantedLinks, AreNotWrittenThrough) {
  for (const char* name : {"junit.xml", "run.json"}) plant(temporary_name(name), victim_);
  plant(".gitignore", victim_);
  plant("CACHEDIR.TAG", root_ + "/elsewhere/new");
  Result<ResultsDirectory> directory = begun();
  ASSERT_TRUE(directory);
  EXPECT_TRUE(directory->write("junit.xml", "<testsuites/>"));
  EXPECT_EQ(read_file("junit.xml"), "<testsuites/>");
  EXPECT_FALSE(exists(temporary_name("junit.xml")));
}

TEST_P(PlantedLinks, InTheWayOfDirectoriesAreRemoved) {
  for (const char* name : {"logs", "layers", "collected", ".collect", ".removed", ".control"})
    plant(name, root_ + "/elsewhere");
  Result<ResultsDirectory> directory = begun();
  ASSERT_TRUE(directory);
  EXPECT_TRUE(directory->create_log("a.log"));
  EXPECT_TRUE(directory->add_layer("0", [](int) { return Result<void>(); }));
  EXPECT_TRUE(fs::is_directory(fs::symlink_status(path_ + "/logs")));
  EXPECT_TRUE(exists("logs/a.log"));
}

TEST_P(PlantedLinks, InTheLocksPlaceAreRefused) {
  plant(".lock", victim_);
  EXPECT_THAT(words(ResultsDirectory::claim(path_)), HasSubstr("ELOOP"));
}

TEST_P(PlantedLinks, InTheMarksPlaceAreNoMark) {
  write_file("other", R"({"isorun": "0"})");
  plant("run.json", "other");
  EXPECT_THAT(words(ResultsDirectory::claim(path_)), HasSubstr("contains more than"));
}

// While a run uses it ---------------------------------------------------------

TEST_P(ResultsDirectoryTest, KeepsALogUnderANewName) {
  Result<ResultsDirectory> directory = begun();
  ASSERT_TRUE(directory);
  const Result<UniqueFd> log = directory->create_log(shard_log_name(0));
  ASSERT_TRUE(log);
  ASSERT_EQ(::write(log->get(), "onetwo", 6), 6);
  constexpr ResultsDirectory::Bytes parts[] = {{0, 1}, {3, 6}};
  ASSERT_TRUE(directory->copy_log(log->get(), parts, "two.log"));
  ASSERT_TRUE(directory->rename_log(shard_log_name(0), "both.log"));
  EXPECT_EQ(read_file("logs/two.log"), "otwo");
  EXPECT_EQ(read_file("logs/both.log"), "onetwo");
  directory->remove_log("both.log");
  EXPECT_FALSE(exists("logs/both.log"));
}

TEST_P(ResultsDirectoryTest, ALayerIsWholeOrNotThere) {
  Result<ResultsDirectory> directory = begun();
  ASSERT_TRUE(directory);
  const auto fill = [](int layer) -> Result<void> {
    const UniqueFd file(::openat(layer, "file", O_WRONLY | O_CREAT, 0644));
    return {};
  };
  ASSERT_TRUE(directory->add_layer("0", fill));
  EXPECT_TRUE(exists("layers/0/file"));
  const auto fail = [&](int layer) -> Result<void> {
    static_cast<void>(fill(layer));
    return std::unexpected(Error{Phase::collect, 0, "no"});
  };
  EXPECT_FALSE(directory->add_layer("1", fail));
  EXPECT_EQ(std::ranges::distance(fs::directory_iterator(path_ + "/layers")), 1);
}

TEST_P(ResultsDirectoryTest, TellsThatItWasRemoved) {
  Result<ResultsDirectory> directory = begun();
  ASSERT_TRUE(directory);
  ASSERT_TRUE(directory->check_place());
  fs::remove_all(path_);
  const Result<UniqueFd> log = directory->create_log("a.log");
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error().phase, Phase::report);
  EXPECT_EQ(to_string(log.error()),
            path_ + " was removed or moved during the run, and the results with it");
  EXPECT_FALSE(directory->write("run.json", "{}"));
}

TEST_P(ResultsDirectoryTest, TellsThatItWasMovedOrReplaced) {
  Result<ResultsDirectory> directory = begun();
  ASSERT_TRUE(directory);
  fs::rename(path_, root_ + "/moved");
  EXPECT_TRUE(directory->write("run.json", "{}"));
  EXPECT_FALSE(directory->check_place());
  fs::create_directory(path_);
  EXPECT_FALSE(directory->check_place());
  EXPECT_THAT(names(), IsEmpty());
}

TEST_P(ResultsDirectoryTest, TellsThatItBecameReadOnly) {
  Result<ResultsDirectory> directory = begun();
  ASSERT_TRUE(directory);
  ASSERT_EQ(::chmod(path_.c_str(), 0555), 0);
  const uid_t caller = ::geteuid();
  // Modes do not restrict root.
  ASSERT_EQ(::seteuid(caller == 0 ? 54321 : caller), 0);
  const Result<void> written = directory->write("run.json", "{}");
  ASSERT_EQ(::seteuid(caller), 0);
  ASSERT_EQ(::chmod(path_.c_str(), 0755), 0);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().phase, Phase::report);
  EXPECT_EQ(to_string(written.error()),
            "making " + path_ + "/run.json: Permission denied (EACCES)");
}

INSTANTIATE_TEST_SUITE_P(, ResultsDirectoryTest, testing::Values(testing::TempDir(), "/dev/shm"));
INSTANTIATE_TEST_SUITE_P(, PlantedLinks, testing::Values(testing::TempDir(), "/dev/shm"));

// Names -----------------------------------------------------------------------

TEST(ResultsNames, AreNoTargetsButWhereMergesLie) {
  for (const ResultsName& own : results_names)
    EXPECT_EQ(is_reserved(own.name), own.use != ResultsName::Use::targets) << own.name;
  EXPECT_TRUE(is_reserved(temporary_name("junit.xml")));
  EXPECT_FALSE(is_reserved(".coverage"));
  EXPECT_FALSE(is_reserved("total"));
}

}  // namespace
}  // namespace isorun
