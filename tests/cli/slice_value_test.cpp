#include "cli/slice_value.hpp"

#include <map>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::HasSubstr;
using Environment = std::map<std::string, std::string>;

// Returns "2 of 3", counted from 1, or the error.
std::string slice(std::string_view word, const Environment& environment = {}) {
  const Result<Slice> parsed =
      parse_slice(word, [&](const char* name) -> std::optional<std::string_view> {
        const auto found = environment.find(name);
        if (found == environment.end()) return std::nullopt;
        return found->second;
      });
  if (parsed) return fmt::format("{} of {}", parsed->index + 1, parsed->count);
  EXPECT_EQ(parsed.error().phase, Phase::usage);
  return parsed.error().what;
}

TEST(SliceValue, IsCountedFromOne) {
  EXPECT_EQ(slice("1/1"), "1 of 1");
  EXPECT_EQ(slice("2/3"), "2 of 3");
  EXPECT_EQ(slice("10000/10000"), "10000 of 10000");
}

TEST(SliceValue, IsRefused) {
  for (const char* word : {"", "1", "/", "1/", "/2", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "1/2 ",
                           "a/b", "1/10001", "CI", "1.5/2"})
    EXPECT_THAT(slice(word), HasSubstr("must be I/N")) << word;
}

TEST(SliceValue, IsWhatTheCiSystemSays) {
  EXPECT_EQ(slice("ci", {{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "4"}}), "1 of 4");
  EXPECT_EQ(slice("ci", {{"CI_NODE_INDEX", "4"}, {"CI_NODE_TOTAL", "4"}}), "4 of 4");
  EXPECT_EQ(slice("ci", {{"CIRCLE_NODE_INDEX", "0"}, {"CIRCLE_NODE_TOTAL", "2"}}), "1 of 2");
  EXPECT_EQ(slice("ci", {{"BUILDKITE_PARALLEL_JOB", "1"}, {"BUILDKITE_PARALLEL_JOB_COUNT", "2"}}),
            "2 of 2");
  EXPECT_EQ(slice("ci", {{"JOB_COMPLETION_INDEX", "0"}, {"JOB_COMPLETIONS", "3"}}), "1 of 3");
}

Environment slurm(const char* id, const char* min, const char* step, const char* count) {
  return {{"SLURM_ARRAY_TASK_ID", id},
          {"SLURM_ARRAY_TASK_MIN", min},
          {"SLURM_ARRAY_TASK_STEP", step},
          {"SLURM_ARRAY_TASK_COUNT", count}};
}

TEST(SliceValue, SlurmArraysMayHaveStepsButNoGaps) {
  EXPECT_EQ(slice("ci", slurm("0", "0", "1", "3")), "1 of 3");
  EXPECT_EQ(slice("ci", slurm("30", "10", "10", "5")), "3 of 5");
  EXPECT_THAT(slice("ci", slurm("7", "1", "1", "3")), HasSubstr("gaps"));  // 1,3,7
  EXPECT_THAT(slice("ci", slurm("35", "10", "10", "5")), HasSubstr("gaps"));
  EXPECT_THAT(slice("ci", slurm("1", "1", "0", "3")), HasSubstr("gaps"));
}

TEST(SliceValue, TellsWhatIsMissing) {
  EXPECT_THAT(slice("ci"), HasSubstr("no variables of GitLab"));
  EXPECT_THAT(slice("ci", {{"CI_NODE_INDEX", "1"}}), HasSubstr("CI_NODE_TOTAL is not set"));
  EXPECT_THAT(slice("ci", {{"CI_NODE_INDEX", "x"}, {"CI_NODE_TOTAL", "4"}}),
              HasSubstr("CI_NODE_INDEX=x is not a number"));
  EXPECT_THAT(slice("ci", {{"CI_NODE_INDEX", "0"}, {"CI_NODE_TOTAL", "4"}}),
              HasSubstr("CI_NODE_INDEX is out of range for 4 slices"));
  EXPECT_THAT(slice("ci", {{"JOB_COMPLETION_INDEX", "0"}}),
              HasSubstr("JOB_COMPLETIONS is not set"));
  EXPECT_THAT(slice("ci", {{"CI_NODE_INDEX", "1"},
                           {"CI_NODE_TOTAL", "4"},
                           {"CIRCLE_NODE_INDEX", "0"},
                           {"CIRCLE_NODE_TOTAL", "2"}}),
              HasSubstr("GitLab and CircleCI are all set"));
}

}  // namespace
}  // namespace isorun
