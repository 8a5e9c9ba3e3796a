#include "queue/protocol.hpp"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const QueueAddress address = {.host = "host", .key = "run", .password = "secret"};
const QueuePlan plan = {.list = "a1",
                        .options = "isorun 1",
                        .units = 3,
                        .max_fail = 2,
                        .pieces = {{1, 2, microseconds(70)}, {0, 1, {}}}};
const QueueSeat seat = {.machine = 4, .queue = "q"};

// Without the script.
std::vector<std::string> rest(const std::vector<std::string>& words) {
  EXPECT_EQ(words.at(0), "EVAL");
  EXPECT_EQ(words.at(3), "isorun:{run}");
  return {words.begin() + 4, words.end()};
}

TEST(Protocol, TheFirstMachineBringsThePieces) {
  const QueueMember member{.id = "id", .host = "me", .slots = 2};
  EXPECT_THAT(rest(join_words(address, member, plan, false)),
              ElementsAre("join", "id", "a1", "isorun 1", "me", "2", "30000"));
  const std::vector<std::string> words = rest(join_words(address, member, plan, true));
  ASSERT_EQ(words.size(), 13U);
  EXPECT_EQ(words[8], "3");
  EXPECT_EQ(words[9], "2");
  EXPECT_EQ(words[11], "1 2 70");
  EXPECT_EQ(words[12], "0 1 -");
}

TEST(Protocol, NoCommandHasThePassword) {
  const auto has_secret = [](const std::string& word) { return word.contains("secret"); };
  for (const auto& words :
       {join_words(address, {.id = "id"}, plan, true), beat_words(address, seat),
        pull_words(address, seat, {}, 0), commit_words(address, seat), quit_words(address, seat)})
    EXPECT_TRUE(std::ranges::none_of(words, has_secret));
}

TEST(Protocol, AMachineReportsWhatEnded) {
  EXPECT_THAT(rest(end_words(address, seat, {{7, false}, {8, true}}, microseconds(5))),
              ElementsAre("end", "4", "q", "30000", "5", "7", "0", "8", "1"));
  EXPECT_THAT(rest(pull_words(address, seat, {microseconds(9), microseconds(2)}, 6)),
              ElementsAre("pull", "4", "q", "30000", "9", "2", "6"));
  EXPECT_THAT(rest(again_words(address, seat, {.piece = 3, .attempt = 1, .units = {7, 8}})),
              ElementsAre("again", "4", "q", "30000", "3", "1", "7", "8"));
}

TEST(Protocol, ReadsASeat) {
  const auto read =
      read_seat({"joined", "4", "q", "1500", "-", "70", "1", "2", "0", "0"}, address, plan);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->machine, 4U);
  EXPECT_EQ(read->queue, "q");
  EXPECT_EQ(read->age, milliseconds(1500));
  EXPECT_FALSE(read->failures);
  EXPECT_EQ(read->left.known, microseconds(70));
  EXPECT_EQ(read->left.unknown, 1U);
  EXPECT_EQ(read->left.slots, 2U);
  EXPECT_EQ(read_seat({"joined", "4", "q", "1500", "2", "0", "0", "2", "3", "9"}, address, plan)
                ->failures,
            2U);
}

std::string refusal(const Reply& reply) {
  const auto read = read_seat(reply, address, plan);
  EXPECT_FALSE(read);
  if (read) return "";
  EXPECT_EQ(read.error().phase, Phase::usage);
  return read.error().what;
}

TEST(Protocol, AMachineThatDoesNotFitIsRefused) {
  EXPECT_THAT(refusal({"other list", "first", "9", "running"}),
              HasSubstr("first filled this queue with another list, of 9 units; here there are 3"));
  EXPECT_THAT(refusal({"other list", "first", "9", "finished"}), HasSubstr("all units have run"));
  EXPECT_THAT(refusal({"other options", "first", "isorun 2"}),
              HasSubstr("isorun 2; here: isorun 1"));
}

TEST(Protocol, AnswersOfOthersAreRefused) {
  for (const Reply& reply :
       std::vector<Reply>{{},
                          {"joined"},
                          {"joined", "x", "q", "1", "-", "1", "1", "1", "1", "1"},
                          {"joined", "1", "q", "1", "-", "1", "1", "1", "1", "-1"},
                          {"hello"}})
    EXPECT_THAT(refusal(reply), HasSubstr("another version of isorun"));
  EXPECT_EQ(answer_of({}), QueueAnswer::not_understood);
  EXPECT_EQ(answer_of({"hello"}), QueueAnswer::not_understood);
}

TEST(Protocol, ReadsBatches) {
  const auto batch = read_batch({"pieces", "70", "1", "2", "0", "0", "12 0", "3 0 8", "4 1 9 10"});
  ASSERT_TRUE(batch);
  EXPECT_THAT(batch->turns,
              ElementsAre(QueueTurn{12, 0, {}}, QueueTurn{3, 0, {8}}, QueueTurn{4, 1, {9, 10}}));
  EXPECT_EQ(batch->left.slots, 2U);
  EXPECT_FALSE(read_batch({"pieces", "70", "1", "2", "0", "0"}));
  for (const std::string turn : {"", "1", "x 0", "1 0 -", "1 99999999999999999999"})
    EXPECT_FALSE(read_batch({"pieces", "70", "1", "2", "0", "0", turn})) << turn;
  EXPECT_FALSE(read_batch({"pieces", "70", "1", "2", "0", "z", "1 0"}));
}

TEST(Protocol, ReadsTheOrderInWhichUnitsEnded) {
  EXPECT_THAT(*read_orders({"ended", "5", "6"}, 2), ElementsAre(5, 6));
  EXPECT_THAT(*read_orders({"ended"}, 0), IsEmpty());
  EXPECT_FALSE(read_orders({"ended", "5"}, 2));
  EXPECT_FALSE(read_orders({"ended", "x"}, 1));
}

}  // namespace
}  // namespace isorun
