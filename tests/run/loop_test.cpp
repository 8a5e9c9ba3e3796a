#include "run/loop.hpp"

#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <map>
#include <new>
#include <poll.h>
#include <signal.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/interruption.hpp"
#include "collect/merger.hpp"
#include "fake_executor.hpp"
#include "fake_suite.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;

// Units that run alone, each by a command that is its name. `read` is what reading its results
// takes.
class NamedUnits final : public FakeSuite {
 public:
  using Read = std::function<void(std::size_t unit, const Evidence& evidence)>;
  explicit NamedUnits(std::vector<Unit> units) : FakeSuite(std::move(units)) {}

  Read read = [](std::size_t /*unit*/, const Evidence& /*evidence*/) {};

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> shard,
                                     std::string_view /*directory*/) const override {
    return {.argv = {units()[shard.front()].name}};
  }
  [[nodiscard]] ShardResults results(std::span<const std::size_t> shard,
                                     const Evidence& evidence) const override {
    read(shard.front(), evidence);
    if (evidence.stop == Evidence::Stop::interrupted) return {};
    return {.results = {{.unit = shard.front(),
                         .reason = reason_of(evidence),
                         .output = OutputRange::whole()}}};
  }

 private:
  static Reason reason_of(const Evidence& evidence) {
    if (evidence.stop == Evidence::Stop::timeout) return Reason::timeout;
    return evidence.ending.code == 0 ? Reason::passed : Reason::failed;
  }
};

// Its commands run nowhere, so that nothing depends on how fast they are.
class LoopTest : public testing::Test {
 protected:
  LoopTest() {
    std::string pattern = testing::TempDir() + "isorun-loop-XXXXXX";
    root_ = ::mkdtemp(pattern.data());
    executor_.on_start = [this](FakeExecution& execution, const Command& command) {
      const auto found = commands_.find(command.argv.front());
      if (found == commands_.end()) execution.exit(0);
      return found == commands_.end() ? Result<void>() : found->second(execution, command);
    };
  }
  ~LoopTest() override { fs::remove_all(root_); }

  // What the unit's command does; without this, it passes at once.
  using Script = std::function<void(FakeExecution& execution)>;
  void script(const std::string& unit, Script does) {
    commands_[unit] = [does = std::move(does)](FakeExecution& execution, const Command&) {
      does(execution);
      return Result<void>();
    };
  }
  static void hang(FakeExecution& /*execution*/) {}
  static void fail(FakeExecution& execution) { execution.exit(1); }

  // Runs the units a, b and c, two at the same time.
  Result<RunEnd> run() {
    Options options;
    options.jobs = slots_;
    policy_.slots = slots_;
    const Selection selection{.units = {0, 1, 2},
                              .tasks = {{.unit = 0}, {.unit = 1}, {.unit = 2}},
                              .timeouts = {{1, limit_of_b_}},
                              .setups = {0, 0, 0},
                              .services = {0, 0, 0}};
    Schedule schedule(selection.tasks, policy_);
    if (policy_.is_fed) schedule.feed(std::vector<std::size_t>{0, 1, 2});
    Forecast forecast(selection.tasks, policy_);
    ResultsDirectory directory = std::move(*ResultsDirectory::claim(root_ + "/out"));
    EXPECT_TRUE(directory.begin("{\n  \"schema\": 1,\n"));
    Collector collector =
        std::move(*Collector::create({}, "", "/", std::move(*Merger::create({}))));
    Collisions collisions("");
    KeptOut kept_out("", "/");
    const UniqueFd null(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    const TerminalSettings settings;
    Terminal terminal(null.get(), settings, 3);
    Recorder recorder({.suite = suite_,
                       .directory = directory,
                       .collector = collector,
                       .collisions = collisions,
                       .kept_out = kept_out,
                       .terminal = terminal,
                       .slots = slots_});
    Signals signals = std::move(*Signals::open({SIGINT}));
    Keyboard keyboard(-1);
    Loop loop({.executor = executor_,
               .suite = suite_,
               .schedule = schedule,
               .selection = selection,
               .forecast = forecast,
               .directory = directory,
               .recorder = recorder,
               .terminal = terminal,
               .signals = signals,
               .keyboard = keyboard,
               .groundwork_of = [](std::uint32_t) { return Groundwork(); },
               .deadline = Deadline::in(deadline_)},
              options, std::move(*ShardOutputs::open()));
    Result<RunEnd> end = loop.run();
    recorder.fill(record_, selection.units, {});
    return end;
  }

  // The units whose commands were started, in order.
  [[nodiscard]] std::vector<std::string> started() const {
    std::vector<std::string> units;
    units.reserve(executor_.started.size());
    for (const FakeExecutor::Started& each : executor_.started) units.push_back(each.argv.front());
    return units;
  }
  [[nodiscard]] Reason reason_of(const std::string& unit) const {
    return std::ranges::find(record_.units, unit, &UnitRecord::name)->reason;
  }

  std::string root_;
  FakeExecutor executor_;
  std::map<std::string, decltype(FakeExecutor::on_start)> commands_;
  NamedUnits suite_{{{.name = "a"}, {.name = "b"}, {.name = "c"}}};
  unsigned slots_ = 2;
  Policy policy_{.max_units = 1};
  std::chrono::nanoseconds limit_of_b_{};
  std::chrono::nanoseconds deadline_{};
  RunRecord record_;
};

TEST_F(LoopTest, KeepsTimeWhileAShardIsJudged) {
  const UniqueFd stopped(::eventfd(0, EFD_CLOEXEC));
  script("b", hang);
  limit_of_b_ = 100ms;
  executor_.on_signal = [&stopped](FakeExecution& execution, int) {
    ::eventfd_write(stopped.get(), 1);
    execution.exit(1);
  };
  suite_.read = [&stopped](std::size_t unit, const Evidence&) {
    if (unit != 0) return;
    pollfd source{stopped.get(), POLLIN, 0};
    EXPECT_EQ(::poll(&source, 1, 60'000), 1) << "the other shard's time limit did not act";
  };
  const Result<RunEnd> end = run();
  ASSERT_TRUE(end) << to_string(end.error());
  EXPECT_EQ(reason_of("a"), Reason::passed);
  EXPECT_EQ(reason_of("b"), Reason::timeout);
}

TEST_F(LoopTest, ASignalEndsTheJudgingOfAShard) {
  suite_.read = [](std::size_t unit, const Evidence&) {
    if (unit != 0) return;
    ::kill(::getpid(), SIGINT);
    while (!is_interrupted()) std::this_thread::yield();
  };
  const Result<RunEnd> end = run();
  ASSERT_TRUE(end) << to_string(end.error());
  EXPECT_EQ(*end, RunEnd::interrupted);
  EXPECT_THAT(record_.not_run, Contains("a")) << "what was read of it proves nothing";
}

TEST_F(LoopTest, AnExceptionInTheThreadThatJudgesEndsTheRun) {
  suite_.read = [](std::size_t unit, const Evidence&) {
    if (unit == 0) throw std::bad_alloc();
  };
  const Result<RunEnd> end = run();
  ASSERT_FALSE(end);
  EXPECT_EQ(to_string(end.error()), "reading what a shard left: Cannot allocate memory (ENOMEM)");
}

TEST_F(LoopTest, AShardGetsTheLowestFreeSlot) {
  FakeExecution* a = nullptr;
  script("a", [&a](FakeExecution& execution) { a = &execution; });
  script("c", [&a](FakeExecution& execution) {
    a->exit(0);
    execution.exit(0);
  });
  ASSERT_TRUE(run());
  EXPECT_THAT(executor_.started,
              ElementsAre(FakeExecutor::Started{{"a"}, 0}, FakeExecutor::Started{{"b"}, 1},
                          FakeExecutor::Started{{"c"}, 1}));
}

TEST_F(LoopTest, TheOutputOfAShardIsWhole) {
  commands_["b"] = [](FakeExecution& execution, const Command& command) {
    EXPECT_EQ(::write(command.output, "last words\n", 11), 11);
    execution.exit(0);
    return Result<void>();
  };
  std::string output;
  suite_.read = [&output](std::size_t unit, const Evidence& evidence) {
    if (unit == 1) output = evidence.output;
  };
  ASSERT_TRUE(run());
  EXPECT_EQ(output, "last words\n");
}

TEST_F(LoopTest, AFailedUnitRunsAgain) {
  policy_.retries = 1;
  script("a", [failed = false](FakeExecution& execution) mutable {
    execution.exit(std::exchange(failed, true) ? 0 : 1);
  });
  ASSERT_TRUE(run());
  EXPECT_EQ(std::ranges::count(started(), "a"), 2);
  EXPECT_EQ(reason_of("a"), Reason::flaky);
}

TEST_F(LoopTest, MaxFailStopsRunningShards) {
  policy_.max_fail = 1;
  script("a", fail);
  script("b", hang);
  const Result<RunEnd> end = run();
  ASSERT_TRUE(end) << to_string(end.error());
  EXPECT_THAT(started(), ElementsAre("a", "b"));
  EXPECT_THAT(executor_.signals, ElementsAre(SIGTERM));
  EXPECT_THAT(record_.not_run, ElementsAre("b", "c"));
}

TEST_F(LoopTest, ASecondSignalKillsWhatTheFirstAskedToEnd) {
  script("a", [](FakeExecution&) { ::kill(::getpid(), SIGINT); });
  script("b", hang);
  executor_.on_signal = [](FakeExecution& execution, int number) {
    if (number == SIGTERM) ::kill(::getpid(), SIGINT);
    if (number == SIGKILL) execution.die_by(number);
  };
  const Result<RunEnd> end = run();
  ASSERT_TRUE(end) << to_string(end.error());
  EXPECT_EQ(*end, RunEnd::interrupted);
  EXPECT_THAT(executor_.signals, ElementsAre(SIGTERM, SIGTERM, SIGKILL, SIGKILL));
}

TEST_F(LoopTest, ASignalThatComesWithTheEndOfAShardStartsNoOther) {
  slots_ = 1;
  script("a", [](FakeExecution& execution) {
    ::kill(::getpid(), SIGINT);
    execution.exit(0);
  });
  const Result<RunEnd> end = run();
  ASSERT_TRUE(end) << to_string(end.error());
  EXPECT_EQ(*end, RunEnd::interrupted);
  EXPECT_THAT(started(), ElementsAre("a"));
}

TEST_F(LoopTest, TheDeadlineStopsAllShards) {
  deadline_ = 1ms;
  script("a", hang);
  script("b", hang);
  const Result<RunEnd> end = run();
  ASSERT_TRUE(end) << to_string(end.error());
  EXPECT_EQ(*end, RunEnd::late);
  EXPECT_THAT(executor_.signals, ElementsAre(SIGTERM, SIGTERM));
  EXPECT_EQ(reason_of("b"), Reason::timeout);
}

TEST_F(LoopTest, AShardThatCannotStartEndsTheRunAndTheOthers) {
  script("a", hang);
  commands_["b"] = [](FakeExecution&, const Command&) {
    return Result<void>(std::unexpected(Error{Phase::setup, 0, "no place for b"}));
  };
  for (const bool is_fed : {false, true}) {
    executor_.signals.clear();
    policy_.is_fed = is_fed;
    const Result<RunEnd> end = run();
    ASSERT_FALSE(end);
    EXPECT_EQ(end.error().what, "no place for b");
    EXPECT_THAT(executor_.signals, ElementsAre(SIGTERM));
    fs::remove_all(root_ + "/out");
  }
}

TEST_F(LoopTest, ASandboxThatCannotBeSetUpEndsTheRun) {
  script("a", [](FakeExecution& execution) {
    execution.end(
        {.how = Ending::How::setup_failed, .code = 0, .error = {Phase::setup, 0, "no mount"}});
  });
  script("b", hang);
  script("c", hang);
  const Result<RunEnd> end = run();
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().what, "no mount");
  EXPECT_THAT(executor_.signals, ElementsAre(SIGTERM, SIGTERM)) << "c had taken its slot";
}

}  // namespace
}  // namespace isorun
