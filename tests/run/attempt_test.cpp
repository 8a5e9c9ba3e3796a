#include "run/attempt.hpp"

#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <signal.h>
#include <stdlib.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_executor.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class AttemptTest : public testing::Test {
 protected:
  AttemptTest() {
    executor_.on_start = [this](FakeExecution& execution, const Command&) {
      execution_ = &execution;
      return Result<void>();
    };
    executor_.on_signal = [](FakeExecution&, int) {};
  }

  Attempt start(const Attempt::Start& how, const std::vector<ServiceOptions>& services = {}) {
    auto output = ShardOutput::open(std::move(*make_memory_file()), make_memory_file, {});
    auto opened = ShardServices::open(services, services.empty() ? 0 : 1, {}, outputs_);
    Result<Attempt> attempt =
        Attempt::start(executor_, {.argv = {"test"}}, how, std::move(*output), std::move(*opened));
    return std::move(*attempt);
  }

  // Waits until the attempt wants to be looked at.
  static void wait(const Attempt& attempt) {
    Wakeups wakeups;
    attempt.add_to(wakeups);
    wakeups.wait();
  }

  FakeExecutor executor_;
  FakeExecution* execution_ = nullptr;
  ShardOutputs outputs_ = std::move(*ShardOutputs::open());
};

TEST_F(AttemptTest, ATimeLimitAsksTheCommandToEnd) {
  Attempt attempt = start({.deadline = Deadline::in(1ms)});
  wait(attempt);
  attempt.keep_time();
  EXPECT_THAT(executor_.signals, ElementsAre(SIGTERM));
  execution_->exit(0);
  wait(attempt);
  while (!attempt.poll()) {
  }
  EXPECT_EQ(attempt.evidence().stop, Evidence::Stop::timeout);
}

TEST_F(AttemptTest, ASecondStopKillsAndTheFirstSaysWhy) {
  Attempt attempt = start({});
  attempt.stop(Evidence::Stop::interrupted);
  attempt.stop(Evidence::Stop::timeout);
  EXPECT_THAT(executor_.signals, ElementsAre(SIGTERM, SIGKILL));
  execution_->exit(0);
  while (!attempt.poll()) {
  }
  EXPECT_EQ(attempt.evidence().stop, Evidence::Stop::interrupted);
}

TEST_F(AttemptTest, TheTimeForServicesToStartComesOnTopOfTheLimit) {
  const std::vector<ServiceOptions> services = {{.name = "database", .command = "serve"}};
  const Deadline limit = Deadline::in(1ms);
  Attempt attempt = start({.deadline = limit}, services);
  execution_->set_progress(Shard::Progress::starting_services);
  attempt.poll();
  Wakeups({}, limit).wait();
  attempt.keep_time();
  EXPECT_THAT(executor_.signals, IsEmpty());
  execution_->set_progress(Shard::Progress::running);
  attempt.poll();
  wait(attempt);
  attempt.keep_time();
  EXPECT_THAT(executor_.signals, ElementsAre(SIGTERM));
}

TEST_F(AttemptTest, AStopWhileServicesStopKillsThemAndTheResultCounts) {
  const std::vector<ServiceOptions> services = {{.name = "database", .command = "serve"}};
  Attempt attempt = start({}, services);
  execution_->set_progress(Shard::Progress::stopping_services);
  attempt.stop(Evidence::Stop::interrupted);
  EXPECT_THAT(executor_.signals, ElementsAre(SIGKILL));
  execution_->exit(0);
  while (!attempt.poll()) {
  }
  EXPECT_EQ(attempt.evidence().stop, Evidence::Stop::none);
}

TEST_F(AttemptTest, ReadsFilesOfItsPartOfTheLayer) {
  std::string layer = testing::TempDir() + "isorun-attempt-XXXXXX";
  ASSERT_NE(::mkdtemp(layer.data()), nullptr);
  std::filesystem::create_directory(layer + "/own");
  std::ofstream(layer + "/own/proof") << "it was here";
  Attempt attempt = start({});
  EXPECT_FALSE(attempt.has_left({"proof"})) << "the layer has not been sent yet";
  execution_->set_layer({.root = UniqueFd(::open(layer.c_str(), O_PATH | O_CLOEXEC)),
                         .parts = {{.path = executor_.results_directory(), .directory = "own"}}});
  EXPECT_TRUE(attempt.has_left({"other", "proof"}));
  EXPECT_FALSE(attempt.has_left({"other"}));
  execution_->exit(0);
  while (!attempt.poll()) {
  }
  EXPECT_EQ(attempt.evidence().file("proof"), "it was here");
  std::filesystem::remove_all(layer);
}

}  // namespace
}  // namespace isorun
