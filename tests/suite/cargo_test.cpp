// The real tool runs in tests/cli/cargo-test.t.
#include "suite/cargo/cargo.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"
#include "suite/captured.hpp"
#include "suite/cargo/words.hpp"
#include "suite/framework.hpp"

namespace isorun::cargo {
namespace {

using testing::_;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Cargo, IsCargoTestWithoutWhatCannotBeSplit) {
  EXPECT_TRUE(can_be_split({"cargo", "test"}));
  EXPECT_TRUE(can_be_split({"/bin/cargo", "+nightly", "--config", "a", "-q", "t", "--lib"}));
  EXPECT_TRUE(can_be_split({"cargo", "test", "x", "--", "--nocapture"}));
  EXPECT_FALSE(can_be_split({"cargo"}));
  EXPECT_FALSE(can_be_split({"cargo", "build", "test"}));
  EXPECT_FALSE(can_be_split({"cargo", "--config", "test", "build"}));
  EXPECT_FALSE(can_be_split({"rustc", "test"}));
  for (const char* option : {"--doc", "--no-run", "--message-format=json", "-h"})
    EXPECT_FALSE(can_be_split({"cargo", "test", option})) << option;
  EXPECT_FALSE(can_be_split({"cargo", "test", "--", "--list"}));
}

TEST(Cargo, AsksWhereItWrites) {
  const UserCommand command{{"cargo", "+x", "t", "--manifest-path", "m", "--target-dir=o"}, {}};
  EXPECT_THAT(builder.question(command).argv,
              ElementsAre("sh", "-c", _, "sh", "cargo", "+x", "metadata", "--no-deps",
                          "--format-version=1", "--manifest-path", "m"));
  const BuildPlace place =
      *builder.place(command, evidence(exited(0),
                                       "/src/sub\n/home/.cargo\n"
                                       R"({"workspace_root":"/src","target_directory":)"
                                       R"("/target"})"
                                       "\n"));
  EXPECT_THAT(place.shared, ElementsAre("/home/.cargo", "/src", "/target", "/src/sub/o"));
  EXPECT_THAT(builder.place({{"cargo", "test"}, {}}, evidence(exited(101), "/src\n/c\n"))->shared,
              ElementsAre("/c"));
  EXPECT_THAT(builder.place({{"cargo", "test"}, {}}, evidence(exited(127)))->shared, IsEmpty());
}

TEST(Cargo, BuildsAndThenStartsTheRunner) {
  const std::string script = builder.build({{"cargo", "test", "it's"}, {}}, "/b'\"").argv.at(8);
  EXPECT_TRUE(script.starts_with(
      "'cargo' 'test' '--no-run' '--message-format=json-render-diagnostics' 'it'\\''s' || exit; "))
      << script;
  EXPECT_THAT(script,
              HasSubstr("/rustdoc 'cargo' 'test' '--config' 'target.\"cfg(all())\".runner=[\"sh\","
                        "\"/b'\\''\\\"/capture\",\"leave\"]' 'it'\\''s' 2>'/b'\\''\"'/errors"));
}

std::string artifact(const std::string& id, const std::string& kind, const std::string& name,
                     const std::string& executable, bool is_test = true) {
  return R"({"reason":"compiler-artifact","package_id":")" + id + R"(","target":{"kind":[")" +
         kind + R"("],"name":")" + name + R"("},"profile":{"test":)" +
         (is_test ? "true" : "false") + R"(},"executable":)" +
         (executable.empty() ? "null" : '"' + executable + '"') + "}\n";
}

class CargoBuild : public testing::Test {
 protected:
  Built built(const std::string& output, const Words& argv = {"cargo", "test"}, int code = 0) {
    output_ = output;
    Evidence seen = program_.run({{"true"}, {}, {}});
    seen.ending = exited(code);
    seen.output = output_;
    return builder.read({argv, {}}, {}, seen, program_.directory());
  }

  static std::vector<std::string> suites(const Built& built) {
    std::vector<std::string> names;
    names.reserve(built.programs.size());
    for (const TestProgram& program : built.programs) names.push_back(program.suite);
    return names;
  }

  Program program_;
  std::string output_;
};

TEST_F(CargoBuild, NamesProgramsAsNextestDoes) {
  const std::string id = "path+file:///src/other#one@1.0.0";
  const Built result =
      built(artifact(id, "lib", "one", "/t/one-1") + artifact(id, "bin", "tool", "/t/tool-1") +
            artifact(id, "test", "it", "/t/it-1") + artifact(id, "example", "ex", "/t/ex-1") +
            artifact(id, "bench", "be", "/t/be-1") + artifact(id, "bin", "tool", "/t/tool", false) +
            artifact("registry+https://x#dep@1.0.0", "lib", "dep", "", false) +
            artifact("path+file:///src/two#1.0.0", "proc-macro", "two", "/t/two-1") +
            artifact("old 0.1.0 (path+file:///src/old)", "lib", "old", "/t/old-1") + "noise\n{\n");
  EXPECT_THAT(suites(result), ElementsAre("old", "one", "one::bench/be", "one::bin/tool",
                                          "one::example/ex", "one::it", "two"));
}

TEST_F(CargoBuild, DocTestsRunAsCargoRanThem) {
  const std::string& b = program_.directory();
  const std::string line =
      "cd /; CARGO_PKG_NAME=my-one RUSTDOC=$1/rustdoc sh \"$1/capture\" leave rustdoc --crate-name "
      "my_one --test src/lib.rs --test-runtool sh --test-runtool-arg leave --test-args x";
  const std::string mark{program_.run(with_capture({"sh", "-c", line, "sh", b}, b)).output};
  const Built result = built(mark);
  EXPECT_THAT(suites(result), ElementsAre("my-one::doc"));
  const UserCommand& command = result.programs.front().command;
  const Words last(command.argv.begin() + 4, command.argv.end());
  EXPECT_THAT(last, ElementsAre("/", "0", "rustdoc", "--crate-name", "my_one", "--test",
                                "src/lib.rs", "--test-args", "x"));
  EXPECT_THAT(command.set, Contains("CARGO_PKG_NAME=my-one"));
  EXPECT_THAT(command.set, Not(Contains(testing::StartsWith("RUSTDOC="))));
}

TEST_F(CargoBuild, AProgramRunsAsCargoRanIt) {
  const std::string& b = program_.directory();
  std::ofstream(b + "/one-1") << "#!/bin/sh\npwd; echo $A; printf '%s\\n' \"$@\"\n";
  std::filesystem::permissions(b + "/one-1", std::filesystem::perms::owner_all);
  std::filesystem::create_directory(b + "/src");
  const std::string line =
      "cd \"$1/src\"; A=1 sh \"$1/capture\" leave \"$1/one-1\" filter --nocapture";
  const std::string mark{program_.run(with_capture({"sh", "-c", line, "sh", b}, b)).output};
  const Built result = built(artifact("path+file:///one#1.0.0", "test", "it", b + "/one-1") + mark);
  ASSERT_EQ(result.programs.size(), 1U);
  const TestProgram& program = result.programs.front();
  EXPECT_EQ(program.prefix, "one::it ");
  EXPECT_EQ(program.failure, "");
  EXPECT_THAT(program.command.set, Contains("A=1"));
  EXPECT_EQ(program_.run({program.command.argv, {"A=2"}, {}}).output,
            b + "/src\n2\nfilter\n--nocapture\n");
}

TEST_F(CargoBuild, AProgramThatTheRunnerDidNotGetFails) {
  const Built result = built(artifact("path+file:///one#1.0.0", "bin", "x", "/t/x-1"));
  ASSERT_EQ(result.programs.size(), 1U);
  EXPECT_EQ(result.programs.front().failure, "not started");
  EXPECT_THAT(result.programs.front().output, HasSubstr("another runner"));
}

TEST_F(CargoBuild, FailsAsCargoDoes) {
  EXPECT_TRUE(built("", {"cargo", "test"}, 101).failed);
  EXPECT_FALSE(built("").failed);
}

}  // namespace
}  // namespace isorun::cargo
