// The real tool runs in tests/cli/uv.t.
#include "suite/python_environment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"

namespace isorun::python_environment {
namespace {

using testing::ElementsAre;

TEST(Environment, IsMadeForPytestAlone) {
  for (const Words& argv :
       {Words{"uv", "run", "pytest"}, Words{"/bin/uv", "run", "--group", "test", "pytest", "-q"},
        Words{"uv", "run", "-m", "pytest"}, Words{"uv", "run", "python3", "-m", "pytest"}})
    EXPECT_TRUE(uv_run.matches({.argv = argv})) << argv.back();
  for (const Words& argv : {Words{"uv", "run"}, Words{"uv", "sync"}, Words{"uv", "run", "ruff"},
                            Words{"uv", "tool", "run", "pytest"}, Words{"hatch", "run", "pytest"}})
    EXPECT_FALSE(uv_run.matches({.argv = argv})) << argv.back();
  EXPECT_TRUE(hatch_run.matches({.argv = {"hatch", "run", "unit:pytest"}}));
  EXPECT_FALSE(hatch_run.matches({.argv = {"hatch", "run", "unit:lint"}}));
}

TEST(Environment, IsMadeByAnInterpreterThatDoesNothing) {
  const auto built_by = [](Words argv) { return uv_run.build({.argv = std::move(argv)}, "").argv; };
  EXPECT_THAT(built_by({"uv", "run", "--with", "x", "pytest", "-q"}),
              ElementsAre("uv", "run", "--with", "x", "python", "-c", ""));
  EXPECT_THAT(built_by({"uv", "run", "-m", "pytest"}),
              ElementsAre("uv", "run", "python", "-c", ""));
  EXPECT_THAT(built_by({"hatch", "run", "unit:python", "-m", "pytest"}),
              ElementsAre("hatch", "run", "unit:python", "-c", ""));
}

TEST(Environment, LiesInTheProjectAndWhereItsToolKeepsPackages) {
  const Evidence answer = evidence(exited(0), "/p/sub\n/p\n/c/uv\n/d/uv\n/d/hatch\n/c/hatch\n");
  EXPECT_THAT(uv_run.place({.argv = {"uv", "run", "pytest"}}, answer)->shared,
              ElementsAre("/p", "/c/uv", "/d/uv"));
  const BuildPlace hatch = *hatch_run.place({.argv = {"hatch", "run", "pytest"}}, answer);
  EXPECT_THAT(hatch.shared, ElementsAre("/p", "/d/hatch", "/c/hatch"));
  EXPECT_EQ(hatch.working_directory, "/p/sub");
}

TEST(Environment, RunsTheCommandItself) {
  const UserCommand command{.argv = {"uv", "run", "pytest"}};
  const Built built = uv_run.read(command, {}, evidence(exited(0)), "");
  ASSERT_EQ(built.programs.size(), 1U);
  EXPECT_EQ(built.programs[0].command.argv, command.argv);
  EXPECT_THAT(built.programs[0].command.set, ElementsAre("UV_NO_SYNC=1", "UV_OFFLINE=1"));
  EXPECT_FALSE(built.failed);
  EXPECT_TRUE(uv_run.read(command, {}, evidence(exited(2)), "").failed);
}

}  // namespace
}  // namespace isorun::python_environment
