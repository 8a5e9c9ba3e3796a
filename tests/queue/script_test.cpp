// The script inside a Redis server: what machines get for what they say. A machine dies here by
// Redis forgetting that it is alive, so that no test waits for a lease to end.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <signal.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include "program.hpp"
#include "queue/connection.hpp"
#include "queue/protocol.hpp"

namespace isorun {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::Ne;

// An address of the loopback device for each process, so that no two servers want the same port.
std::string own_address() {
  const pid_t process = ::getpid();
  return fmt::format("127.{}.{}.{}", 128 | (process >> 16), (process >> 8) & 0xff, process & 0xff);
}

// Ends with this process.
class Redis {
 public:
  Redis() : host_(own_address()), process_(::fork()) {
    if (process_ != 0) return;
    ::execlp("setpriv", "setpriv", "--pdeathsig", "KILL", "redis-server", "--bind", host_.c_str(),
             "--save", "", "--loglevel", "warning", nullptr);
    ::_exit(127);
  }
  Redis(const Redis&) = delete;
  Redis& operator=(const Redis&) = delete;
  ~Redis() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }

  [[nodiscard]] const std::string& host() const { return host_; }
  [[nodiscard]] bool has_ended() const { return ::waitpid(process_, nullptr, WNOHANG) != 0; }

 private:
  std::string host_;
  pid_t process_;
};

// A queue of three pieces, and machines of one slot that pull one piece at a time.
class Script : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (has_program("redis-server")) redis_ = std::make_unique<Redis>();
  }
  static void TearDownTestSuite() { redis_.reset(); }

  void SetUp() override {
    NEED_PROGRAM("redis-server");
    address_ = {.host = redis_->host(),
                .key = ::testing::UnitTest::GetInstance()->current_test_info()->name()};
    while (!connection_ && !redis_->has_ended()) {
      if (Result<Connection> opened = Connection::open(address_, seconds(60), socket_); opened)
        connection_ = std::move(*opened);
      else
        std::this_thread::sleep_for(milliseconds(10));
    }
    ASSERT_TRUE(connection_) << "redis-server does not start";
  }

  Reply call(const std::vector<std::string>& words) {
    Result<Reply> reply = connection_->call(words);
    EXPECT_TRUE(reply) << to_string(reply.error());
    return reply.value_or(Reply());
  }

  QueueSeat join(const std::string& id) {
    Reply reply = call(join_words(address_, {.id = id, .host = id}, plan_, false));
    if (is_empty_queue(reply))
      reply = call(join_words(address_, {.id = id, .host = id}, plan_, true));
    const Result<QueueSeat> seat = read_seat(reply, address_, plan_);
    EXPECT_TRUE(seat) << to_string(seat.error());
    return seat.value_or(QueueSeat());
  }

  Reply pull(const QueueSeat& seat, std::size_t pieces_so_far) {
    return call(pull_words(address_, seat, {microseconds(1), microseconds(1)}, pieces_so_far));
  }
  std::vector<std::size_t> pieces(const QueueSeat& seat, std::size_t pieces_so_far) {
    std::vector<std::size_t> pieces;
    for (const QueueTurn& turn : turns(seat, pieces_so_far)) pieces.push_back(turn.piece);
    return pieces;
  }
  std::vector<QueueTurn> turns(const QueueSeat& seat, std::size_t turns_so_far) {
    const std::optional<QueueBatch> batch = read_batch(pull(seat, turns_so_far));
    return batch ? batch->turns : std::vector<QueueTurn>();
  }
  QueueAnswer answer(const QueueSeat& seat, std::size_t pieces_so_far) {
    return answer_of(pull(seat, pieces_so_far));
  }
  Reply end(const QueueSeat& seat, std::size_t unit, bool has_failed = false) {
    return call(end_words(address_, seat, {{unit, has_failed}}, microseconds(10)));
  }
  // The unit, all of the piece of that number, has failed in that attempt.
  void fail(const QueueSeat& seat, std::size_t unit, unsigned attempt = 0) {
    const QueueRetry retry{.piece = unit, .attempt = attempt, .units = {unit}};
    EXPECT_EQ(answer_of(call(again_words(address_, seat, retry))), QueueAnswer::done);
  }
  // Machine `a` gets unit 0, and `b` the others, of which all end.
  void run_all_but_the_first(const QueueSeat& a, const QueueSeat& b) {
    pieces(a, 0);
    for (std::size_t piece = 0; piece < 2; ++piece) {
      pieces(b, piece);
      end(b, piece + 1);
    }
  }
  // Machine `a` runs unit 0, and `b` the others.
  void run_all(const QueueSeat& a, const QueueSeat& b) {
    run_all_but_the_first(a, b);
    end(a, 0);
  }
  QueueAnswer commit(const QueueSeat& seat) {
    return answer_of(call(commit_words(address_, seat)));
  }

  [[nodiscard]] std::string key(const std::string& what) const {
    return fmt::format("isorun:{{{}}}:{}", address_.key, what);
  }
  void die(const QueueSeat& seat) {
    static_cast<void>(connection_->call(std::vector<std::string>{
        "EVAL", "redis.call('DEL', KEYS[1]); return {redis.call('HSET', KEYS[2], 'swept', 0)}", "2",
        key(fmt::format("alive:{}", seat.machine)), key("run")}));
  }

  // The units of piece N are N, and each takes 1 ms.
  QueuePlan plan_ = {.list = "list",
                     .options = "isorun",
                     .units = 3,
                     .max_fail = 0,
                     .pieces = {{0, 1, milliseconds(1)}, {1, 1, milliseconds(1)}, {2, 1, {}}}};
  QueueAddress address_;

 private:
  static inline std::unique_ptr<Redis> redis_;
  std::atomic<int> socket_ = -1;
  std::optional<Connection> connection_;
};

TEST_F(Script, MachinesGetDifferentPieces) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  EXPECT_THAT(pieces(a, 0), ElementsAre(0));
  EXPECT_THAT(pieces(b, 0), ElementsAre(1));
  EXPECT_THAT(pieces(a, 1), ElementsAre(2));
  EXPECT_EQ(answer(b, 1), QueueAnswer::wait);
}

TEST_F(Script, AMachineThatJoinsTwiceIsOne) {
  const QueueSeat first = join("a");
  const QueueSeat again = join("a");
  EXPECT_EQ(first.machine, again.machine);
  EXPECT_EQ(again.left.slots, 1U);
  EXPECT_THAT(join("b").machine, Ne(first.machine));
}

TEST_F(Script, AnAnswerThatWasLostIsGivenAgain) {
  const QueueSeat a = join("a");
  EXPECT_THAT(pieces(a, 0), ElementsAre(0));
  EXPECT_THAT(pieces(a, 0), ElementsAre(0));
  EXPECT_THAT(pieces(a, 1), ElementsAre(1));
  EXPECT_THAT(end(a, 0), ElementsAre("ended", "1"));
  EXPECT_THAT(end(a, 0), ElementsAre("ended", "1"));
  EXPECT_THAT(end(a, 1), ElementsAre("ended", "2"));
}

TEST_F(Script, ADeadMachinesPiecesRunElsewhereFirst) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  pieces(a, 0);
  pieces(a, 1);
  end(a, 0);
  die(a);
  EXPECT_THAT(pieces(b, 0), ElementsAre(0));
  EXPECT_THAT(pieces(b, 1), ElementsAre(1));
  EXPECT_THAT(pieces(b, 2), ElementsAre(2));
  EXPECT_EQ(answer(a, 2), QueueAnswer::given_up);
  EXPECT_EQ(answer_of(end(a, 1)), QueueAnswer::given_up);
  EXPECT_EQ(commit(a), QueueAnswer::given_up);
}

TEST_F(Script, ADeadMachinesFailureNoLongerCounts) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  pieces(a, 0);
  end(a, 0, true);
  die(a);
  for (std::size_t piece = 0; piece < 3; ++piece) {
    EXPECT_THAT(pieces(b, piece), ElementsAre(piece));
    end(b, piece);
  }
  EXPECT_EQ(join("c").failures, 0U);
}

TEST_F(Script, AFailureCounts) {
  const QueueSeat a = join("a");
  EXPECT_EQ(a.failures, std::nullopt);
  for (std::size_t piece = 0; piece < 3; ++piece) {
    pieces(a, piece);
    end(a, piece, piece == 1);
  }
  EXPECT_EQ(join("b").failures, 1U);
}

TEST_F(Script, AMachineThatLeavesGivesItsPiecesBack) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  pieces(a, 0);
  EXPECT_EQ(answer_of(call(quit_words(address_, a))), QueueAnswer::done);
  const std::optional<QueueBatch> batch = read_batch(pull(b, 0));
  ASSERT_TRUE(batch);
  EXPECT_THAT(batch->turns, ElementsAre(QueueTurn{0}));
  EXPECT_EQ(batch->left.slots, 1U);
}

// Otherwise all others could have left when a machine that holds results is found dead.
TEST_F(Script, NobodyLeavesBeforeAllAreKnownToHaveEnded) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  run_all(a, b);
  EXPECT_EQ(answer(b, 2), QueueAnswer::wait);
  die(a);
  EXPECT_THAT(pieces(b, 2), ElementsAre(0));
}

TEST_F(Script, OneMachineStaysUntilTheOthersHaveWrittenTheirResults) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  run_all(a, b);
  EXPECT_EQ(answer(a, 1), QueueAnswer::wait);
  EXPECT_EQ(answer(b, 2), QueueAnswer::wait);  // the one that stays
  EXPECT_EQ(answer(a, 1), QueueAnswer::over);
  EXPECT_EQ(answer(b, 2), QueueAnswer::wait);
  EXPECT_EQ(commit(a), QueueAnswer::done);
  EXPECT_EQ(commit(a), QueueAnswer::done);
  EXPECT_EQ(answer(b, 2), QueueAnswer::over);
}

TEST_F(Script, WhoStaysRunsTheUnitsOfOneThatDiedWhileItWroteItsResults) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  run_all(a, b);
  answer(a, 1);
  answer(b, 2);
  EXPECT_EQ(answer(a, 1), QueueAnswer::over);
  die(a);
  EXPECT_THAT(pieces(b, 2), ElementsAre(0));
  EXPECT_EQ(answer(b, 3), QueueAnswer::wait);
  end(b, 0);
  EXPECT_EQ(answer(b, 3), QueueAnswer::over);
}

TEST_F(Script, NothingIsOverBeforeAllUnitsHaveEnded) {
  const QueueSeat a = join("a");
  for (std::size_t piece = 0; piece < 3; ++piece) EXPECT_THAT(pieces(a, piece), ElementsAre(piece));
  for (std::size_t unit = 0; unit < 3; ++unit) {
    EXPECT_EQ(answer(a, 3), QueueAnswer::wait);
    end(a, unit);
  }
  EXPECT_EQ(answer(a, 3), QueueAnswer::over);
}

TEST_F(Script, ALateMachineStaysUntilTheOthersHaveWrittenTheirResults) {
  const QueueSeat a = join("a");
  for (std::size_t piece = 0; piece < 3; ++piece) {
    pieces(a, piece);
    end(a, piece);
  }
  EXPECT_EQ(answer(a, 3), QueueAnswer::over);
  const QueueSeat b = join("b");
  EXPECT_EQ(answer(a, 3), QueueAnswer::over);
  EXPECT_EQ(answer(b, 0), QueueAnswer::wait);
  die(a);
  EXPECT_THAT(pieces(b, 0), ElementsAre(0));
}

// A machine that found the end of the queue may be dead by the time when there is more to do.
TEST_F(Script, AllMustBeKnownToHaveEndedAgainOnceThereIsMoreToDo) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  const QueueSeat c = join("c");
  const QueueSeat d = join("d");
  std::size_t piece = 0;
  for (const QueueSeat& seat : {a, b, c}) {
    pieces(seat, 0);
    end(seat, piece++);
  }
  EXPECT_EQ(answer(b, 1), QueueAnswer::wait);
  die(a);
  EXPECT_THAT(pieces(c, 1), ElementsAre(0));
  end(c, 0);
  EXPECT_EQ(answer(c, 2), QueueAnswer::wait);
  EXPECT_EQ(answer(d, 0), QueueAnswer::wait);
  EXPECT_EQ(answer(b, 1), QueueAnswer::wait);  // the one that stays is another
  EXPECT_EQ(answer(d, 0), QueueAnswer::over);
}

TEST_F(Script, TooManyFailuresStopAllMachines) {
  plan_.max_fail = 2;
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  pieces(a, 0);
  pieces(b, 0);
  end(a, 0, true);
  EXPECT_THAT(pieces(a, 1), ElementsAre(2));
  end(b, 1, true);
  EXPECT_EQ(answer(a, 2), QueueAnswer::stopped);
}

TEST_F(Script, APieceOfUnknownDurationIsGuessed) {
  const QueueSeat a = join("a");
  const auto wish = QueueWish{.work = milliseconds(5), .guess = milliseconds(4)};
  const auto batch = read_batch(call(pull_words(address_, a, wish, 0)));
  ASSERT_TRUE(batch);
  EXPECT_THAT(batch->turns, ElementsAre(QueueTurn{0}, QueueTurn{1}));
  EXPECT_EQ(batch->left.known, microseconds(0));
  EXPECT_EQ(batch->left.unknown, 1U);
}

TEST_F(Script, AFailedUnitRunsAgainOnAnotherMachineBeforeAnythingElse) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  pieces(a, 0);
  fail(a, 0);
  fail(a, 0);  // it asks again
  EXPECT_THAT(turns(a, 1), ElementsAre(QueueTurn{1}));
  EXPECT_THAT(turns(b, 0), ElementsAre(QueueTurn{0, 1, {0}}));
  EXPECT_THAT(turns(b, 0), ElementsAre(QueueTurn{0, 1, {0}})) << "the answer was lost";
  EXPECT_THAT(turns(b, 1), ElementsAre(QueueTurn{2}));
  fail(b, 0, 1);
  EXPECT_THAT(turns(a, 2), ElementsAre(QueueTurn{0, 2, {0}}));
  end(a, 0);
  end(a, 1);
  EXPECT_EQ(answer(a, 3), QueueAnswer::wait);
  end(b, 2);
  EXPECT_EQ(answer(b, 2), QueueAnswer::wait);
  EXPECT_EQ(answer(a, 3), QueueAnswer::wait);  // the one that stays
  EXPECT_EQ(answer(b, 2), QueueAnswer::over);
}

TEST_F(Script, AFailedUnitRunsAgainWhereItFailedIfNoOtherMachineWorks) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  run_all_but_the_first(a, b);
  fail(a, 0);
  EXPECT_EQ(answer(a, 1), QueueAnswer::wait) << "the other machine should have it";
  EXPECT_EQ(answer_of(call(quit_words(address_, b))), QueueAnswer::done);
  EXPECT_THAT(turns(a, 1), ElementsAre(QueueTurn{1}));
  EXPECT_THAT(turns(a, 2), ElementsAre(QueueTurn{2}));
  EXPECT_THAT(turns(a, 3), ElementsAre(QueueTurn{0, 1, {0}}));
}

TEST_F(Script, AFailedUnitDoesNotWaitForBusyMachinesForEver) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  run_all_but_the_first(a, b);
  fail(a, 0);
  EXPECT_EQ(answer(a, 1), QueueAnswer::wait);
  const std::string list = key(fmt::format("again:{}", a.machine));
  static_cast<void>(call(
      {"EVAL",
       "local since = redis.call('LINDEX', KEYS[1], 0):gsub('^again (%d+) %d+', 'again %1 1'); "
       "redis.call('LSET', KEYS[1], 0, since); return {}",
       "1", list}));
  EXPECT_THAT(turns(a, 1), ElementsAre(QueueTurn{0, 1, {0}}));
}

TEST_F(Script, ARetryOfADeadMachineRunsElsewhere) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  run_all_but_the_first(a, b);
  fail(a, 0);
  const QueueSeat c = join("c");
  EXPECT_THAT(turns(c, 0), ElementsAre(QueueTurn{0, 1, {0}}));
  end(c, 0, true);
  die(c);
  EXPECT_EQ(answer(a, 1), QueueAnswer::wait);
  EXPECT_THAT(turns(b, 2), ElementsAre(QueueTurn{0, 1, {0}}));
  end(b, 0);
  EXPECT_EQ(join("d").failures, 0U);
}

// Its piece runs again without it, or it would run twice.
TEST_F(Script, AUnitThatWasHandedOnStaysSoWhenTheMachineWhereItFailedDies) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  run_all_but_the_first(a, b);
  fail(a, 0);
  die(a);
  EXPECT_THAT(turns(b, 2), ElementsAre(QueueTurn{0, 1, {0}}));
  EXPECT_THAT(turns(b, 3), ElementsAre(QueueTurn{0, 0, {0}}));
  EXPECT_EQ(answer(b, 4), QueueAnswer::wait);
  end(b, 0);
  EXPECT_EQ(answer(b, 4), QueueAnswer::over);
}

// Otherwise there would be two retries of one unit.
TEST_F(Script, ADeadMachineGivesNoRetryBackThatHasFailedThere) {
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  const QueueSeat c = join("c");
  run_all_but_the_first(a, b);
  fail(a, 0);
  EXPECT_THAT(turns(c, 0), ElementsAre(QueueTurn{0, 1, {0}}));
  fail(c, 0, 1);
  EXPECT_THAT(turns(b, 2), ElementsAre(QueueTurn{0, 2, {0}}));
  die(c);
  EXPECT_EQ(answer(b, 3), QueueAnswer::wait);
  EXPECT_EQ(answer(a, 1), QueueAnswer::wait);
}

TEST_F(Script, NothingRunsAgainAfterTooManyFailures) {
  plan_.max_fail = 1;
  const QueueSeat a = join("a");
  const QueueSeat b = join("b");
  pieces(a, 0);
  pieces(b, 0);
  fail(a, 0);
  EXPECT_EQ(join("c").failures, std::nullopt);
  end(b, 1, true);
  EXPECT_EQ(answer(b, 1), QueueAnswer::stopped);
}

TEST_F(Script, ForgottenQueuesAreNamed) {
  const QueueSeat a = join("a");
  static_cast<void>(call({"EVAL", "return {redis.call('DEL', KEYS[1])}", "1", key("run")}));
  EXPECT_EQ(answer(a, 0), QueueAnswer::no_queue);
}

}  // namespace
}  // namespace isorun
