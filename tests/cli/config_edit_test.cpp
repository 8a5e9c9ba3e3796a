#include "cli/config_edit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

const Setting net{.key = "net", .value = "host"};
const Setting tmp{.key = "overlay", .value = "/tmp", .is_list = true};
const Override lock{{"a"}, {.key = "lock", .value = "a"}};

std::string edited(std::string text, const TomlLines& lines) {
  const Result<std::string> result = with_lines(std::move(text), "isorun.toml", lines);
  return result ? *result : to_string(result.error());
}

TEST(ConfigEdit, MakesAFile) {
  EXPECT_EQ(edited("", {{net}, {}}), "net = \"host\"\n");
  EXPECT_EQ(edited("", {{}, {lock}}), "[[overrides]]\nfilter = \"=a\"\nlock = \"a\"\n");
}

TEST(ConfigEdit, KeepsWhatIsThere) {
  EXPECT_EQ(edited("# mine\njobs = 2 # two\n\n[framework.x]\nmatch = \"x\"", {{net}, {lock}}),
            "net = \"host\"\n# mine\njobs = 2 # two\n\n[framework.x]\nmatch = \"x\"\n\n"
            "[[overrides]]\nfilter = \"=a\"\nlock = \"a\"\n");
}

TEST(ConfigEdit, ReplacesAValue) {
  EXPECT_EQ(edited("jobs = 2\nnet = \"none\" # why?\nquiet = true\n", {{net}, {}}),
            "jobs = 2\nnet = \"host\" # why?\nquiet = true\n");
  EXPECT_EQ(edited("# ümlaut\nx = \"ü\"\nnet = 'none'\n", {{net}, {}}),
            "# ümlaut\nx = \"ü\"\nnet = \"host\"\n");
  EXPECT_EQ(
      edited("no-userns = true\n", {{{.key = "no-userns", .value = "false", .is_word = true}}, {}}),
      "no-userns = false\n");
}

TEST(ConfigEdit, AddsToALineOfValues) {
  EXPECT_EQ(edited("overlay = [\"data\"]\n", {{tmp}, {}}), "overlay = [\"/tmp\", \"data\"]\n");
  EXPECT_EQ(edited("overlay = [\n  \"data\",\n]\n", {{tmp}, {}}),
            "overlay = [\"/tmp\", \n  \"data\",\n]\n");
  EXPECT_EQ(edited("overlay = []\n", {{tmp}, {}}), "overlay = [\"/tmp\"]\n");
  EXPECT_EQ(edited("overlay = \"data\"\n", {{tmp}, {}}), "overlay = [\"/tmp\", \"data\"]\n");
  EXPECT_EQ(edited("overlay = [\"/tmp\"]\n", {{tmp}, {}}), "overlay = [\"/tmp\"]\n");
}

TEST(ConfigEdit, PutsTablesBeforeOthers) {
  EXPECT_EQ(edited("jobs = 2\n\n[[overrides]]\nfilter = \"b\"\nserial = true\n", {{}, {lock}}),
            "jobs = 2\n\n[[overrides]]\nfilter = \"=a\"\nlock = \"a\"\n\n"
            "[[overrides]]\nfilter = \"b\"\nserial = true\n");
}

TEST(ConfigEdit, RefusesWhatItDoesNotUnderstand) {
  EXPECT_THAT(edited("net = \n", {{net}, {}}), testing::HasSubstr("isorun.toml:1:"));
  EXPECT_THAT(edited("[net]\na = 1\n", {{net}, {}}), testing::HasSubstr("net is a table"));
  EXPECT_THAT(edited("overrides = [{ filter = \"b\", serial = true }]\n", {{}, {lock}}),
              testing::HasSubstr("[[overrides]]"));
}

}  // namespace
}  // namespace isorun
