#include "suite/complaint.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Complaint, BeginsWithTheFirstLineThatReadsAsAnError) {
  EXPECT_THAT(complaint("reading\nCMake Error: no preset \"x\"\nAvailable presets:\n\n  \"y\"\n"),
              ElementsAre("CMake Error: no preset \"x\"", "Available presets:", "  \"y\""));
  EXPECT_THAT(complaint("sh: a: No such file\nbye"), ElementsAre("sh: a: No such file", "bye"));
}

TEST(Complaint, IsTheLastLinesWhereNoneReadsAsAnError) {
  std::string log;
  for (int line = 1; line <= 12; ++line) log += std::to_string(line) + "\n";
  EXPECT_THAT(complaint(log), ElementsAre("3", "4", "5", "6", "7", "8", "9", "10", "11", "12"));
  EXPECT_THAT(complaint(" \n"), IsEmpty());
}

TEST(Complaint, SaysWhatItLeavesOut) {
  std::string log = "error\n";
  for (int line = 1; line <= 12; ++line) log += std::to_string(line) + "\n";
  const std::vector<std::string> said = complaint(log);
  ASSERT_THAT(said, SizeIs(11));
  EXPECT_EQ(said.front(), "error");
  EXPECT_EQ(said[5], "(3 more lines)");
  EXPECT_EQ(said.back(), "12") << "where a traceback has its error";
}

TEST(Complaint, IsFitForATerminal) {
  EXPECT_THAT(complaint("error: \x1b[2J"), ElementsAre("error: \\e[2J"));
}

}  // namespace
}  // namespace isorun
