// The real tools run in tests/cli/tox.t.
#include "suite/python_sessions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"

namespace isorun::python_sessions {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Sessions, AreOfCommandsThatRunThem) {
  for (const Words& argv :
       {Words{"tox"}, Words{"/bin/tox", "-e", "py"}, Words{"tox", "run", "-q"}, Words{"tox", "p"},
        Words{"python3", "-m", "tox", "-e", "py"}, Words{"tox", "-e", "py", "--", "-n", "3"}})
    EXPECT_TRUE(tox.matches({.argv = argv})) << argv.back();
  for (const Words& argv : {Words{"tox", "-l"}, Words{"tox", "config"}, Words{"tox", "-n"},
                            Words{"tox", "exec", "--", "pytest"}, Words{"nox"}})
    EXPECT_FALSE(tox.matches({.argv = argv})) << argv.back();
  EXPECT_TRUE(nox.matches({.argv = {"nox", "-s", "tests", "--", "-l"}}));
  EXPECT_TRUE(nox.matches({.argv = {"python3", "-m", "nox"}}));
  EXPECT_FALSE(nox.matches({.argv = {"nox", "--list"}}));
}

TEST(Sessions, AreMadeWithoutRunningTheirCommands) {
  const Words made = tox.build({.argv = {"tox", "-e", "py", "--", "-q"}}, "/d").argv;
  EXPECT_THAT(made[2], HasSubstr("'config' '-e' 'ALL' '-k' 'depends'"));
  EXPECT_THAT(
      Words(made.end() - 8, made.end()),
      ElementsAre("tox", "-e", "py", "--notest", "--result-json", "/d/report.json", "--", "-q"));
  const Words by_nox = nox.build({.argv = {"nox", "--", "-q"}}, "/d").argv;
  EXPECT_THAT(Words(by_nox.end() - 6, by_nox.end()),
              ElementsAre("nox", "--install-only", "--report", "/d/report.json", "--", "-q"));
}

class Made : public testing::Test {
 protected:
  // What the tool left.
  static Built read(const Builder& builder, Words argv, const std::string& report,
                    const std::string& other) {
    Evidence left = evidence(exited(0));
    left.file = [&](std::string_view name) { return name == "report.json" ? report : other; };
    return builder.read({.argv = std::move(argv)}, {}, left, "");
  }
  static constexpr const char* of_tox =
      R"({"testenvs":{"py":{"installed_packages":["pip==1","pytest==9"],"result":{"skipped":false}},)"
      R"("lint":{"installed_packages":["pytest-cov==1"],"result":{"skipped":false}},)"
      R"("old":{"result":{"skipped":true}},"other":{}}})";
};

TEST_F(Made, EnvironmentsOfToxArePrograms) {
  const Built built = read(tox, {"tox", "--", "-q"}, of_tox, "[testenv:py]\ndepends = \n");
  ASSERT_EQ(built.programs.size(), 2U);
  EXPECT_EQ(built.programs[0].framework, "pytest");
  EXPECT_EQ(built.programs[0].prefix, "py: ");
  EXPECT_THAT(built.programs[0].command.argv,
              ElementsAre("tox", "-e", "py", "--skip-pkg-install",  //
                          "-x", "testenv.pass_env+=PYTHONPATH,PYTEST_PLUGINS,ISORUN_*", "-x",
                          "testenv:py.pass_env+=PYTHONPATH,PYTEST_PLUGINS,ISORUN_*", "-x",
                          "env_run_base.pass_env+=PYTHONPATH,PYTEST_PLUGINS,ISORUN_*", "-x",
                          "env.py.pass_env+=PYTHONPATH,PYTEST_PLUGINS,ISORUN_*", "--", "-q"));
  EXPECT_EQ(built.programs[1].framework, "command");
  EXPECT_EQ(built.programs[1].name, "lint");
  EXPECT_EQ(built.note, "tox skipped old");
}

TEST_F(Made, AnEnvironmentThatDependsOnOthersRunsWithThem) {
  const Built built =
      read(tox, {"tox"}, of_tox, "[testenv:py]\ndepends = \n\n[testenv:lint]\ndepends = py\n");
  ASSERT_EQ(built.programs.size(), 1U);
  EXPECT_THAT(built.programs[0].command.argv, ElementsAre("tox", "--skip-pkg-install"));
  EXPECT_THAT(built.note, HasSubstr("because lint depends on other environments"));
}

TEST_F(Made, SessionsOfNoxArePrograms) {
  const Built built = read(nox, {"nox", "-s", "tests"},
                           R"({"sessions":[{"signatures":["tests-3.11"],"result":"success"}]})",
                           ".nox/tests-3-11/bin/pytest\n");
  ASSERT_EQ(built.programs.size(), 1U);
  EXPECT_EQ(built.programs[0].framework, "pytest");
  EXPECT_EQ(built.programs[0].prefix, "");
  EXPECT_THAT(built.programs[0].command.argv,
              ElementsAre("nox", "-s", "tests", "-R", "-s", "tests-3.11"));
}

TEST_F(Made, TheCommandRunsWholeWithoutAReport) {
  const Built by_tox = read(tox, {"tox"}, R"({"testenvs":{"py":{"setup":[]}}})", "");
  ASSERT_EQ(by_tox.programs.size(), 1U);
  EXPECT_THAT(by_tox.programs[0].command.argv, ElementsAre("tox", "--skip-pkg-install"));
  EXPECT_THAT(by_tox.note, HasSubstr("did not report"));
  const Built by_nox = read(nox, {"nox"}, "", "");
  ASSERT_EQ(by_nox.programs.size(), 1U);
  EXPECT_EQ(by_nox.programs[0].name, "nox");
}

TEST_F(Made, NothingIfTheToolFailed) {
  EXPECT_TRUE(tox.read({.argv = {"tox"}}, {}, evidence(exited(1), "no"), "").failed);
}

}  // namespace
}  // namespace isorun::python_sessions
