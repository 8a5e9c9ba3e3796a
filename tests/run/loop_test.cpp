#include "run/loop.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <new>
#include <poll.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/interruption.hpp"
#include "collect/merger.hpp"
#include "fake_suite.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Its units run a command each; `read` is what reading a unit's results takes.
class TwoUnits final : public FakeSuite {
 public:
  using Read = std::function<void(std::size_t unit, const Evidence& evidence)>;
  TwoUnits(std::vector<Words> commands, Read read)
      : FakeSuite({{.name = "a"}, {.name = "b"}}),
        commands_(std::move(commands)),
        read_(std::move(read)) {}

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view /*directory*/) const override {
    return {.argv = commands_[units.front()]};
  }
  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    read_(units.front(), evidence);
    const bool is_timeout = evidence.stop == Evidence::Stop::timeout;
    return {.results = {{.unit = units.front(),
                         .reason = is_timeout ? Reason::timeout : Reason::passed,
                         .output = OutputRange::whole()}}};
  }

 private:
  std::vector<Words> commands_;
  Read read_;
};

class LoopTest : public testing::Test {
 protected:
  LoopTest() {
    std::string pattern = testing::TempDir() + "isorun-loop-XXXXXX";
    root_ = ::mkdtemp(pattern.data());
    fs::create_directory(root_ + "/shared");
  }
  ~LoopTest() override { fs::remove_all(root_); }

  void SetUp() override {
    Result<Sandbox> sandbox = Sandbox::open({.directories = {{root_ + "/shared", Mode::share}},
                                             .network = Network::host,
                                             .absent = {root_ + "/out"},
                                             .results_directory = true,
                                             .slots = 2});
    if (sandbox) {
      sandbox_.emplace(std::move(*sandbox));
      return;
    }
    ASSERT_EQ(std::getenv("ISORUN_MUST_WORK"), nullptr) << to_string(sandbox.error());
    GTEST_SKIP() << to_string(sandbox.error());
  }

  // Runs both units at the same time. `limit` is the second one's.
  Result<RunEnd> run(Suite& suite, std::chrono::nanoseconds limit = {}) {
    Options options;
    options.jobs = 2;
    const Selection selection{.units = {0, 1},
                              .tasks = {{.unit = 0}, {.unit = 1}},
                              .timeouts = {{1, limit}},
                              .setups = {0, 0},
                              .services = {0, 0}};
    const Policy policy{.slots = 2, .max_units = 1};
    Schedule schedule(selection.tasks, policy);
    Forecast forecast(selection.tasks, policy);
    ResultsDirectory directory = std::move(*ResultsDirectory::claim(root_ + "/out"));
    EXPECT_TRUE(directory.begin("{\n  \"schema\": 1,\n"));
    Collector collector =
        std::move(*Collector::create({}, "", "/", std::move(*Merger::create({}))));
    const std::string& own = sandbox_->results_directory();
    Collisions collisions(own);
    KeptOut kept_out(own, "/");
    const UniqueFd null(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    const TerminalSettings settings;
    Terminal terminal(null.get(), settings, 2);
    Recorder recorder({.suite = suite,
                       .directory = directory,
                       .collector = collector,
                       .collisions = collisions,
                       .kept_out = kept_out,
                       .terminal = terminal,
                       .slots = 2});
    Signals signals = std::move(*Signals::open({SIGINT}));
    Keyboard keyboard(-1);
    const Setups setups({*sandbox_, signals, &directory, selection, settings, nullptr}, options);
    Loop loop({.sandbox = *sandbox_,
               .suite = suite,
               .schedule = schedule,
               .selection = selection,
               .forecast = forecast,
               .directory = directory,
               .recorder = recorder,
               .terminal = terminal,
               .signals = signals,
               .keyboard = keyboard,
               .setups = setups,
               .deadline = {}},
              options, std::move(*ShardOutputs::open()));
    Result<RunEnd> end = loop.run();
    recorder.fill(record_, selection.units, {});
    return end;
  }

  std::string root_;
  std::optional<Sandbox> sandbox_;
  RunRecord record_;
};

TEST_F(LoopTest, KeepsTimeWhileAShardIsJudged) {
  const std::string fifo = root_ + "/shared/fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const std::string hang = "trap 'echo > " + fifo + "; exit' TERM; while :; do sleep 0.1; done";
  TwoUnits suite({{"true"}, {"sh", "-c", hang}}, [&fifo](std::size_t unit, const Evidence&) {
    if (unit != 0) return;
    const UniqueFd end(::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    pollfd source{end.get(), POLLIN, 0};
    EXPECT_EQ(::poll(&source, 1, 60'000), 1) << "the other shard's time limit did not act";
  });
  const Result<RunEnd> end = run(suite, 500ms);
  ASSERT_TRUE(end) << to_string(end.error());
  ASSERT_EQ(record_.units.size(), 2U);
  EXPECT_EQ(record_.units[0].reason, Reason::passed);
  EXPECT_EQ(record_.units[1].reason, Reason::timeout);
}

TEST_F(LoopTest, ASignalEndsTheJudgingOfAShard) {
  TwoUnits suite({{"true"}, {"true"}}, [](std::size_t unit, const Evidence&) {
    if (unit != 0) return;
    ::kill(::getpid(), SIGINT);
    while (!is_interrupted()) std::this_thread::yield();
  });
  const Result<RunEnd> end = run(suite);
  ASSERT_TRUE(end) << to_string(end.error());
  EXPECT_EQ(*end, RunEnd::interrupted);
  EXPECT_THAT(record_.not_run, testing::Contains("a")) << "what was read of it proves nothing";
}

TEST_F(LoopTest, AnExceptionInTheThreadThatJudgesEndsTheRun) {
  TwoUnits suite({{"true"}, {"true"}}, [](std::size_t unit, const Evidence&) {
    if (unit == 0) throw std::bad_alloc();
  });
  const Result<RunEnd> end = run(suite);
  ASSERT_FALSE(end);
  EXPECT_EQ(to_string(end.error()), "reading what a shard left: Cannot allocate memory (ENOMEM)");
}

}  // namespace
}  // namespace isorun
