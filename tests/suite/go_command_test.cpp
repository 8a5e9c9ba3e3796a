// The real tool runs in tests/cli/go-test.t.
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"
#include "suite/captured.hpp"
#include "suite/framework.hpp"
#include "suite/go/command.hpp"
#include "suite/several.hpp"

namespace isorun::go_command {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

bool is_match(const Words& argv) {
  return builder.matches({argv, {}});
}

TEST(GoCommand, IsGoTestWithoutWhatCannotBeSplit) {
  EXPECT_TRUE(is_match({"go", "test"}));
  EXPECT_TRUE(is_match({"/usr/local/go/bin/go", "test", "-C", "dir", "-run", "A", "./..."}));
  EXPECT_TRUE(is_match({"go", "test", "./...", "-args", "-bench", "."}));
  EXPECT_FALSE(is_match({"go", "build", "./..."}));
  EXPECT_FALSE(is_match({"go"}));
  for (const char* flag : {"-bench=.", "--bench", "-test.fuzz=X", "-c", "-exec", "-list", "-n"})
    EXPECT_FALSE(is_match({"go", "test", flag})) << flag;
}

TEST(GoCommand, AsksWhereItWrites) {
  const auto said = [](std::string_view answer) {
    return *builder.place({{"go", "test"}, {}}, evidence(exited(0), answer));
  };
  const BuildPlace all = said("/src\n/home/.cache/go-build\n/mod\n/home/go:/other\n/gotmp\n");
  EXPECT_THAT(all.shared, ElementsAre("/home/.cache/go-build", "/mod", "/home/go/pkg"));
  EXPECT_EQ(all.working_directory, "/src");
  EXPECT_EQ(all.temporary, "/gotmp");
  EXPECT_THAT(said("/src\noff\n\n\n\n").shared, IsEmpty());
  EXPECT_THAT(said("").shared, IsEmpty());
}

TEST(GoCommand, FlagsOfOursPrecedeTheUsers) {
  const ShardCommand plain = builder.build({{"go", "test", "-run", "A", "./..."}, {}}, "/b");
  EXPECT_THAT(plain.argv, ElementsAre("sh", "-c", _, "sh", _, "/b", "go", "test", "-json", "-exec",
                                      "sh '/b/capture' keep", "-run", "A", "./..."));
  EXPECT_THAT(plain.set, ElementsAre("GOTMPDIR=/b"));
  EXPECT_THAT(builder.build({{"go", "test", "-C", "d", "-v"}, {}}, "/it's").argv,
              ElementsAre("sh", "-c", _, "sh", _, "/it's", "go", "test", "-C", "d", "-json",
                          "-exec", "sh \"/it's/capture\" keep", "-v"));
}

// What the go command starts for a package: the script in front of the program.
class GoCommandBuild : public testing::Test {
 protected:
  void capture(const std::string& words, const std::string& variables = "") {
    const std::string& b = program_.directory();
    std::filesystem::create_directories(b + "/go-build1/b001");
    std::ofstream(b + "/go-build1/b001/p.test") << "#!/bin/sh\npwd; printf '%s\\n' \"$@\"\n";
    std::filesystem::permissions(b + "/go-build1/b001/p.test", std::filesystem::perms::owner_all);
    std::filesystem::create_directories(b + "/src/p");
    const std::string line = "cd \"$1/src/p\"; " + variables + " sh \"$1/capture\" keep " +
                             "\"$1/go-build1/b001/p.test\" " + words;
    const Evidence seen = program_.run(with_capture({"sh", "-c", line, "sh", b}, b));
    const std::string_view said = seen.output;
    ASSERT_TRUE(said.starts_with(capture_mark)) << seen.log;
    record_ = said.substr(0, said.size() - 1);
    std::filesystem::remove_all(b + "/go-build1");
  }

  [[nodiscard]] std::string event_of(const std::string& package) const {
    return R"({"Action":"output","Package":")" + package + R"(","Output":")" + record_ +
           "\\n\"}\n{\"Action\":\"pass\",\"Package\":\"" + package + "\"}\n";
  }

  // The events of `go test`.
  Built built(const std::string& output, const Words& argv = {"go", "test"}, int code = 0) {
    output_ = output;
    Evidence seen = program_.run({{"true"}, {}, {}});
    seen.ending = exited(code);
    seen.output = output_;
    return builder.read({argv, {"HOME=/root"}}, {.working_directory = "/src"}, seen,
                        program_.directory());
  }

  Program program_;
  std::string record_;
  std::string output_;
};

TEST_F(GoCommandBuild, APackagesProgramRunsAsTheGoCommandRanIt) {
  capture("-test.testlogfile=x -test.v=test2json -update=1 -test.run=A foo -test.v",
          "env -i HOME=/root PATH=/usr/bin:/bin GOCOVERDIR=" + program_.directory() +
              "/go-build1/b001/gocoverdir GOTMPDIR=x ISORUN_SLOT=0 A=1");
  const Built result =
      built(event_of("example.com/p"), {"go", "test", "-update=1", "-args", "foo", "-test.v"});
  ASSERT_EQ(result.programs.size(), 1U);
  EXPECT_FALSE(result.failed);
  const TestProgram& program = result.programs.front();
  EXPECT_EQ(program.suite, "example.com/p");
  EXPECT_EQ(program.prefix, "example.com/p::");
  EXPECT_THAT(program.command.set, ElementsAre("PATH=/usr/bin:/bin", "A=1"));
  // What a framework appends precedes the words of the tests.
  Words argv = program.command.argv;
  argv.emplace_back("-test.list=.");
  EXPECT_EQ(program_.run({argv, {}, {}}).output,
            program_.directory() +
                "/src/p\n-test.v=test2json\n-test.run=A\n-test.list=.\n-update=1\nfoo\n-test.v\n");
}

TEST_F(GoCommandBuild, TheProfileIsTheUsers) {
  capture("-test.coverprofile=/tmp/go-build1/b001/_cover_.out");
  const auto profile = [this](const Words& argv) {
    return built(event_of("p"), argv).programs.front().command.argv.back();
  };
  EXPECT_EQ(profile({"go", "test", "-coverprofile", "c.out"}), "-test.coverprofile=/src/c.out");
  EXPECT_EQ(profile({"go", "test", "-C=d", "--coverprofile=c.out"}),
            "-test.coverprofile=/src/d/c.out");
  EXPECT_EQ(profile({"go", "test", "-outputdir", "o", "-coverprofile=c.out"}),
            "-test.coverprofile=/src/o/c.out");
  EXPECT_EQ(profile({"go", "test", "-coverprofile=/c.out"}), "-test.coverprofile=/c.out");
}

TEST_F(GoCommandBuild, APackageThatDoesNotBuildIsAFailedUnit) {
  capture("");
  const Built result =
      built(R"({"ImportPath":"b [b.test]","Action":"build-output","Output":"# b\nb.go:1: wrong\n"})"
            "\n"
            R"({"Action":"output","Package":"b","Output":"FAIL\tb [build failed]\n"})"
            "\n"
            R"({"Action":"fail","Package":"b","FailedBuild":"b [b.test]"})"
            "\n"
            R"({"Action":"output","Package":"none","Output":"?   \tnone\t[no test files]\n"})"
            "\nFAIL\told [setup failed]\n" +
                event_of("p"),
            {"go", "test", "./..."}, 1);
  EXPECT_FALSE(result.failed);
  ASSERT_EQ(result.programs.size(), 3U);
  const TestProgram& broken = result.programs[0];
  EXPECT_EQ(broken.failure, "build failed");
  EXPECT_EQ(broken.output, "# b\nb.go:1: wrong\nFAIL\tb [build failed]\n");
  EXPECT_EQ(result.programs[1].suite, "old");
  EXPECT_EQ(result.programs[1].failure, "setup failed");
  EXPECT_EQ(result.programs[2].failure, "");

  std::vector<std::unique_ptr<Suite>> suites;
  suites.push_back(make_unbuilt(broken));
  const auto suite = join_suites(std::move(suites), {broken});
  EXPECT_EQ(suite->units().front().name, "b [build failed]");
  EXPECT_EQ(suite->units().front().suite, "b");
  const std::vector<std::size_t> shard = {0};
  const Evidence seen = program_.run(suite->command(shard, ""));
  EXPECT_EQ(seen.output, broken.output);
  const ShardResults judged = suite->results(shard, seen);
  ASSERT_EQ(judged.results.size(), 1U);
  EXPECT_EQ(judged.results.front().reason, Reason::failed);
  EXPECT_EQ(judged.results.front().detail, "build failed");
}

TEST_F(GoCommandBuild, AProgramThatWasNotRecordedIsAFailedUnit) {
  record_ = "isorun: 77";
  const Built result = built(event_of("p"));
  ASSERT_EQ(result.programs.size(), 1U);
  EXPECT_EQ(result.programs.front().failure, "build failed");
}

TEST_F(GoCommandBuild, WithoutAnyPackageTheBuildFails) {
  const Built result = built("go: no such tool\n", {"go", "test"}, 2);
  EXPECT_TRUE(result.failed);
  EXPECT_EQ(result.output, "go: no such tool\n");
  EXPECT_FALSE(built("").failed);
}

TEST_F(GoCommandBuild, NotesWhatIsDifferent) {
  EXPECT_THAT(built("", {"go", "test", "-json"}).note, HasSubstr("run.json"));
  EXPECT_THAT(built("", {"go", "test", "-cover"}).note, HasSubstr("-coverprofile=FILE"));
  EXPECT_EQ(built("", {"go", "test", "-cover", "-coverprofile=c"}).note, "");
}

}  // namespace
}  // namespace isorun::go_command
