#include "rules/tool.hpp"

#include <fcntl.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temporary_layer.hpp"

namespace isorun {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string error_of(const Tool& tool, std::vector<std::string> arguments) {
  const TemporaryLayer place;
  const Result<std::string> run =
      run_tool(tool, {.arguments = std::move(arguments), .directory = place.layer().root.get()});
  return run ? "" : to_string(run.error());
}

TEST(RunTool, WorksInItsDirectoryWithTheLocaleC) {
  const TemporaryLayer place;
  const std::string input = place.path() + "/in";
  write_file_at(input, "b\n");
  const UniqueFd file(::open(input.c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_TRUE(run_tool({{"sh"}, "dash"}, {.arguments = {"-c", "cat > out; echo $LC_ALL >> out"},
                                          .directory = place.layer().root.get(),
                                          .input = file.get()}));
  EXPECT_EQ(read_file_at(place.path() + "/out"), "b\nC\n");
}

TEST(RunTool, TellsHowItFailedAndWhatTheToolSaid) {
  EXPECT_EQ(error_of({{"sh"}, "dash"}, {"-c", "echo one; echo two >&2; exit 3"}),
            "sh exited with code 3: one | two");
  EXPECT_EQ(error_of({{"sh"}, "dash"}, {"-c", "kill -9 $$"}),
            "sh was killed by signal 9: (no output)");
}

TEST(RunTool, NamesThePackageOfAMissingTool) {
  EXPECT_THAT(
      error_of({{"no-such-tool", "nor-this"}, "tools"}, {}),
      AllOf(HasSubstr("no-such-tool or nor-this is not in PATH"), HasSubstr("package tools")));
  EXPECT_EQ(error_of({{"no-such-tool", "true"}, "coreutils"}, {}), "");
}

}  // namespace
}  // namespace isorun
