// What happens when another process kills or stops isorun's own processes.
#include <csignal>

#include "box.hpp"
#include "conversation.hpp"
#include "host_state.hpp"

namespace isorun {
namespace {

class Lost : public SandboxTest {
 protected:
  static constexpr const char* killed_stage =
      "[setup: the process isorun-stage, which starts the sandboxes, was killed by SIGKILL]";
};

pid_t stage() {
  return descendants(::getpid()).at(0);
}

// Returns pid 1 of the only shard.
pid_t first_process() {
  for (const pid_t process : descendants(stage()))
    if (status_number(process, "PPid") == stage()) return process;
  return -1;
}

const Words waiting = {"/bin/sh", "-c", "echo ready; exec sleep 100000"};

TEST_F(Lost, AShardWhosePid1IsKilled) {
  Sandbox sandbox = open({});
  Conversation shard(sandbox, waiting);
  EXPECT_EQ(shard.hear(), "ready");
  ::kill(first_process(), SIGKILL);
  EXPECT_EQ(shard.end(), "[lost]");
  EXPECT_EQ(sh(sandbox, "echo next"), "next\n");
}

TEST_F(Lost, AllShardsWithTheStage) {
  Sandbox sandbox = open({});
  Conversation first(sandbox, waiting, 0);
  Conversation second(sandbox, waiting, 1);
  EXPECT_EQ(first.hear(), "ready");
  EXPECT_EQ(second.hear(), "ready");
  ::kill(stage(), SIGKILL);
  EXPECT_EQ(first.end(), killed_stage);
  EXPECT_EQ(second.end(), killed_stage);
  const Result<Shard> next = sandbox.start({.argv = {"/bin/true"}});
  ASSERT_FALSE(next);
  EXPECT_EQ("[setup: " + to_string(next.error()) + "]", killed_stage);
}

TEST_F(Lost, AStageThatIsKilledBeforeTheFirstShard) {
  Sandbox sandbox = open({});
  ::kill(stage(), SIGKILL);
  Result<Shard> shard = sandbox.start({.argv = {"/bin/true"}});
  EXPECT_EQ(shard ? to_text(shard->wait()) : "[setup: " + to_string(shard.error()) + "]",
            killed_stage);
}

TEST_F(Lost, AStoppedPid1StillObeysSigkill) {
  Sandbox sandbox = open({});
  Conversation shard(sandbox, waiting);
  EXPECT_EQ(shard.hear(), "ready");
  ::kill(first_process(), SIGSTOP);
  shard.shard().signal(SIGKILL);
  EXPECT_EQ(shard.end(), "[signal 9]");
}

TEST_F(Lost, AStoppedStageAndPid1StillObeySigkill) {
  Sandbox sandbox = open({});
  Conversation shard(sandbox, waiting);
  EXPECT_EQ(shard.hear(), "ready");
  ::kill(first_process(), SIGSTOP);
  ::kill(stage(), SIGSTOP);
  shard.shard().signal(SIGKILL);
  EXPECT_EQ(shard.end(), "[signal 9]");
}

TEST_F(Lost, StoppedProcessesEndWithTheSandbox) {
  {
    Sandbox sandbox = open({});
    Conversation shard(sandbox, waiting);
    EXPECT_EQ(shard.hear(), "ready");
    ::kill(first_process(), SIGSTOP);
    ::kill(stage(), SIGSTOP);
  }
  EXPECT_EQ(descendants(::getpid()).size(), 0U);
}

}  // namespace
}  // namespace isorun
