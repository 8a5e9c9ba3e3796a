#include "run/setup_key.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/working_directory.hpp"
#include "temporary_layer.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

// Inputs are relative to the working directory.
class SetupKey : public testing::Test {
 protected:
  SetupKey() {
    fs::current_path(temporary.path());
    write_file_at("migrations/1.sql", "create");
    write_file_at("migrations/old/0.sql", "drop");
    write_file_at("./requirements.txt", "django");
    write_file_at("./other", "");
    step.command = "./migrate";
    step.inputs = {"migrations/**", "requirements.txt"};
  }
  ~SetupKey() override { fs::current_path("/"); }

  Result<std::string> try_key() const {
    return setup_key(step, {.layout = layout,
                            .below = below,
                            .layers_below = layers_below,
                            .absent = absent,
                            .version = version});
  }
  std::string key() const {
    const Result<std::string> made = try_key();
    EXPECT_TRUE(made) << to_string(made.error());
    return made.value_or("");
  }
  std::string why_not() const {
    const Result<std::string> made = try_key();
    EXPECT_FALSE(made);
    return made ? "" : made.error().what;
  }

  TemporaryLayer temporary;
  StepOptions step;
  Layout layout;
  Groundwork below;
  std::vector<std::string> layers_below;
  std::vector<std::string> absent;
  std::string version = "1";
};

TEST_F(SetupKey, IsTheSameWhileNothingChanges) {
  const std::string before = key();
  EXPECT_EQ(before.size(), 32U);
  write_file_at("./other", "changed");
  ::setenv("SESSION_TEST", "changed", 1);
  step.name = "another name";
  step.timeout = std::chrono::seconds(1);
  layout.visible = {"/tmp/x"};
  layout.scratch_bytes = 1;
  const timespec times[] = {{1, 0}, {1, 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, "requirements.txt", times, 0), 0);
  EXPECT_EQ(key(), before);
}

// Each change gives another key than all before it.
TEST_F(SetupKey, ChangesWithWhatItDependsOn) {
  std::vector<std::string> seen = {key()};
  const auto changes = [&](const char* what) {
    const std::string now = key();
    EXPECT_THAT(seen, Not(Contains(now))) << what;
    seen.push_back(now);
  };
  write_file_at("migrations/1.sql", "creatf");
  changes("content");
  write_file_at("migrations/2.sql", "");
  changes("an added file");
  fs::rename("migrations/2.sql", "migrations/3.sql");
  changes("a renamed file");
  fs::remove("migrations/3.sql");
  fs::remove("migrations/old/0.sql");
  changes("a removed file");
  ASSERT_EQ(::chmod("requirements.txt", 0755), 0);
  changes("a mode");
  fs::create_directory("migrations/empty");
  changes("a directory");
  fs::create_symlink("../other", "migrations/link");
  changes("a symbolic link");
  write_file_at("./other", "x");
  changes("the file that it leads to");
  step.command += " --all";
  changes("the command");
  step.env = "vars";
  changes("the file of variables");
  step.inputs->push_back("$SETUP_KEY_TEST");
  changes("another input");
  ::setenv("SETUP_KEY_TEST", "1", 1);
  changes("a variable");
  ::setenv("LC_MESSAGES", "setup-key-test", 1);
  changes("the locale");
  ::unsetenv("LC_MESSAGES");
  ::unsetenv("SETUP_KEY_TEST");
  layout.directories = {{"/srv", Mode::overlay}};
  changes("a mode of the sandbox");
  layout.network = Network::host;
  changes("the network");
  below.variables = {"A=1"};
  changes("a variable of a set-up below");
  layers_below = {"id"};
  changes("the layer of a set-up below");
  version = "2";
  changes("isorun's version");
  ::umask(::umask(0) ^ 0007);
  changes("the mask of modes");
  ::umask(::umask(0) ^ 0007);
}

TEST_F(SetupKey, ACopyIsAnInput) {
  write_file_at("copied/a", "");
  layout.directories = {{"copied", Mode::copy}};
  const std::string before = key();
  write_file_at("copied/a", "x");
  EXPECT_NE(key(), before);
}

TEST_F(SetupKey, ADirectoryMeansAllBelowIt) {
  step.inputs = {"migrations"};
  const std::string before = key();
  write_file_at("migrations/old/0.sql", "x");
  EXPECT_NE(key(), before);
}

TEST_F(SetupKey, LooksNoDeeperThanThePattern) {
  step.inputs = {"*.txt", "migrations/*.sql"};
  const std::string before = key();
  write_file_at("migrations/old/9.sql", "");
  write_file_at("deep/deeper/x.txt", "");
  fs::permissions("deep", fs::perms::none);
  EXPECT_EQ(key(), before);
  fs::permissions("deep", fs::perms::owner_all);
}

TEST_F(SetupKey, LeavesOutWhatIsAbsent) {
  step.inputs = {"**"};
  absent = {working_directory() + "/isorun-out"};
  const std::string before = key();
  write_file_at("isorun-out/run.json", "");
  EXPECT_EQ(key(), before);
}

TEST_F(SetupKey, SaysWhyThereIsNone) {
  step.inputs = {"requirement.txt"};
  EXPECT_EQ(why_not(), "no file matches requirement.txt");
  fs::create_directory_symlink("old", "migrations/link");
  step.inputs = {"migrations/**"};
  EXPECT_THAT(why_not(), HasSubstr("migrations/link is a symbolic link to a directory"));
  if (::geteuid() == 0) return;
  step.inputs = {"requirements.txt"};
  fs::permissions("requirements.txt", fs::perms::none);
  EXPECT_THAT(why_not(), HasSubstr("reading the input"));
}

TEST_F(SetupKey, HidesWhatItDoesNotDependOn) {
  for (const char* name : {"SETUP_KEY_A", "SETUP_KEY_B", "SETUP_KEY_C"}) ::setenv(name, "1", 1);
  step.inputs = {"$SETUP_KEY_A"};
  below.variables = {"SETUP_KEY_B=2"};
  const Words hidden = hidden_variables(step, below);
  EXPECT_THAT(hidden, Contains("SETUP_KEY_C"));
  for (const char* seen : {"SETUP_KEY_A", "SETUP_KEY_B", "PATH", "HOME"})
    EXPECT_THAT(hidden, Not(Contains(seen)));
}

TEST(SetupInput, IsAPatternOrAVariable) {
  for (const char* good : {"a/**", "~/x", "/etc/os-release", "$CC", "./$CC"})
    EXPECT_TRUE(check_input(good)) << good;
  for (const char* bad : {"", "$", "$A=1", "a["}) EXPECT_FALSE(check_input(bad)) << bad;
}

}  // namespace
}  // namespace isorun
