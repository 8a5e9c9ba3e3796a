// Against the shell that lists and runs them.
#include "suite/scripts.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"

namespace isorun::scripts {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::size_t first[] = {0};

class ScriptsTest : public testing::Test {
 protected:
  ScriptsTest() { fs::create_directory(root_ / "t"); }

  void write(const std::string& name, const std::string& content, bool is_executable = true) {
    std::ofstream(root_ / name) << content;
    if (is_executable) fs::permissions(root_ / name, fs::perms::owner_all);
  }

  [[nodiscard]] std::string path(const std::string& name) const { return root_ / name; }

  std::unique_ptr<Suite> listed(const Words& argv) {
    const UserCommand command = {argv, {}};
    return *recognise(command, listing_.run(listing(command, listing_.directory())));
  }

  // Leaves out the directory of this test.
  std::vector<std::string> names(const Suite& suite) {
    std::vector<std::string> result;
    for (const Unit& unit : suite.units())
      result.push_back(fs::path(unit.name).lexically_relative(root_));
    return result;
  }

  UnitResult run(const Suite& suite) {
    Program shard;
    const Evidence evidence = shard.run(suite.command(first, shard.directory()));
    log_ = evidence.log;
    return suite.results(first, evidence).results.at(0);
  }

  Program files_;
  Program listing_;
  fs::path root_ = files_.directory();
  std::string log_;
};

TEST_F(ScriptsTest, ADirectoryHoldsItsExecutableFilesAndItsDotTFiles) {
  write("t/b", "#!/bin/sh\n");
  write("t/a b \"'[\xc3\xbc", "#!/bin/sh\n");
  write("t/-x", "#!/bin/sh\n");
  write("t/a", "#!/bin/sh\n");
  write("t/a-b", "#!/bin/sh\n");
  write("t/line\nend", "#!/bin/sh\n");
  write("t/x.t", "", false);
  write("t/data", "", false);
  write("t/.hidden", "#!/bin/sh\n");
  fs::create_directories(root_ / "t/sub.t");
  write("t/sub.t/deep", "#!/bin/sh\n");
  fs::create_symlink("b", root_ / "t/link");
  fs::create_symlink("nothing", root_ / "t/broken.t");
  const auto suite = listed({path("t/")});
  ASSERT_NE(suite, nullptr);
  EXPECT_EQ(suite->framework(), "scripts");
  EXPECT_THAT(names(*suite), ElementsAre("t/-x", "t/a", "t/a b \"'[\xc3\xbc", "t/a-b", "t/b",
                                         "t/line\nend", "t/link", "t/x.t"));
  EXPECT_EQ(suite->units()[0].suite, path("t"));
  EXPECT_THAT(names(*listed({path("t")})), testing::SizeIs(8));
}

TEST_F(ScriptsTest, ADotShFileOfADirectoryNamesItsInterpreter) {
  write("t/a.sh", "#!/bin/sh\nexit 4\n", false);
  write("t/b.sh", "", true);
  write("t/lib.sh", "helper() { :; }\n#! not the first line\n", false);
  const auto suite = listed({path("t/")});
  EXPECT_THAT(names(*suite), ElementsAre("t/a.sh", "t/b.sh"));
  EXPECT_THAT(suite->left_out(), HasSubstr("#! line: " + path("t/lib.sh")));
  EXPECT_EQ(run(*suite).detail, "exit code 4");
  EXPECT_EQ(listed({path("t/a.sh")})->left_out(), "");
}

TEST_F(ScriptsTest, NamedDotShFilesNeedNoInterpreterLine) {
  write("a.sh", "exit 4\n", false);
  EXPECT_EQ(run(*listed({path("a.sh")})).detail, "exit code 4");
  write("b.sh", "exit 5\n", true);
  EXPECT_EQ(run(*listed({path("b.sh")})).detail, "exit code 5");
}

TEST_F(ScriptsTest, AShellBeforeThemRunsThem) {
  write("a.sh", "#!/nowhere/sh\nexit 4\n", false);
  write("b.sh", "", false);
  const auto suite = listed({"sh", path("a.sh"), path("b.sh")});
  EXPECT_THAT(names(*suite), ElementsAre("a.sh", "b.sh"));
  EXPECT_EQ(run(*suite).detail, "exit code 4");
}

TEST_F(ScriptsTest, WordsAreTakenInTheirOrder) {
  write("t/b", "#!/bin/sh\n");
  write("z", "#!/bin/sh\n");
  EXPECT_THAT(names(*listed({path("z"), path("t"), path("z")})), ElementsAre("z", "t/b", "z #2"));
}

TEST_F(ScriptsTest, NothingToList) {
  EXPECT_THAT(listed({path("t/")})->units(), IsEmpty());
  EXPECT_EQ(listed({path("absent.t")}), nullptr);
  EXPECT_EQ(*recognise({{"t/"}, {}}, evidence(signaled(9))), nullptr);
}

TEST_F(ScriptsTest, AScriptRunsAsItself) {
  write("t/x", "#!/bin/sh\necho \"$0\"; exit 3\n");
  const auto suite = listed({path("t/")});
  EXPECT_THAT(suite->command(first, "/tmp").argv, ElementsAre(path("t/x")));
  EXPECT_EQ(run(*suite).detail, "exit code 3");
}

TEST_F(ScriptsTest, ANameWithoutASlashIsNotLookedUpInThePath) {
  Evidence listing = evidence(exited(0));
  listing.file = [](std::string_view) { return std::string("true\001x\0", 7); };
  const auto suite = recognise({{"true"}, {}}, listing);
  EXPECT_THAT((*suite)->command(first, "/tmp").argv, ElementsAre("./true"));
}

TEST_F(ScriptsTest, AnInterpreterRunsWhatIsNotExecutable) {
  write("x.t", "#!/bin/sh -e\necho 1..1; false; echo ok 1\n", false);
  EXPECT_EQ(run(*listed({path("x.t")})).detail, "planned 1, ran 0");
  write("y.sh", "#!/bin/sh\nexit 4\n", false);
  EXPECT_EQ(run(*listed({path("y.sh")})).detail, "exit code 4");
}

TEST_F(ScriptsTest, PerlRunsADotTFileThatNamesNoInterpreter) {
  write("x.t", "my $x = 1; print \"1..1\\nok $x\\n\";\n", false);
  EXPECT_EQ(run(*listed({path("x.t")})).reason, Reason::passed) << log_;
  write("y.t", "my $x = 1; print \"1..1\\nok $x\\n\";\n");
  EXPECT_EQ(run(*listed({path("y.t")})).reason, Reason::passed) << log_;
}

TEST_F(ScriptsTest, ADotTFileMustPrintTap) {
  write("x.t", "#!/bin/sh\n");
  write("y", "#!/bin/sh\n");
  EXPECT_EQ(run(*listed({path("x.t")})).detail, "no plan");
  EXPECT_EQ(run(*listed({path("y")})).reason, Reason::passed);
}

TEST(ScriptsMatch, DirectoriesAndDotTFiles) {
  const UserCommand directory = {{"t/", "x"}, {}};
  EXPECT_EQ(match({directory, NamedFile{"/t", {}, true}, {}}), Match::yes);
  const UserCommand files = {{"t/a.t", "t/b.t"}, {}};
  EXPECT_EQ(match({files, NamedFile{"/t/a.t", "#!", false}, {}}), Match::yes);
  EXPECT_EQ(match({files, std::nullopt, {}}), Match::yes) << "a name without a slash";
  const UserCommand glob = {{"t/a.sh", "t/b.sh"}, {}};
  EXPECT_EQ(match({glob, NamedFile{"/t/a.sh", "#!", false}, {}}), Match::yes);
  const UserCommand with_shell = {{"/bin/sh", "t/a.sh", "t/b.sh"}, {}};
  EXPECT_EQ(match({with_shell, NamedFile{"/bin/sh", {}, false}, {}}), Match::yes);
  for (const Words& words :
       {Words{"./a.sh"}, Words{"./run.sh", "t/b.sh"}, Words{"sh", "./a.sh"},
        Words{"sh", "./run.sh", "t/b.sh"}, Words{"sh", "-e", "a.sh", "b.sh"}}) {
    const UserCommand one_script = {words, {}};
    EXPECT_EQ(match({one_script, NamedFile{"/x", "#!", false}, {}}), Match::no) << words.back();
  }
  const UserCommand program = {{"./a.t", "x"}, {}};
  EXPECT_EQ(match({program, NamedFile{"/a.t", "#!", false}, {}}), Match::no);
  const UserCommand binary = {{"./a.t"}, {}};
  EXPECT_EQ(match({binary,
                   NamedFile{"/a.t",
                             "\x7f"
                             "ELF",
                             false},
                   {}}),
            Match::no);
}

}  // namespace
}  // namespace isorun::scripts
