// Process trees die whole, whatever they do about it.
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <set>
#include <unistd.h>

#include <fmt/format.h>

#include "box.hpp"
#include "conversation.hpp"
#include "host/memory.hpp"
#include "host_state.hpp"

namespace isorun {
namespace {

class Processes : public SandboxTest {};

std::string on_this_host(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Each leaves a process that does not want to end, and says "ready".
struct Stubborn {
  const char* name;
  const char* script;
};
constexpr Stubborn stubborn[] = {
    {"daemon", "setsid sh -c 'trap \"\" TERM HUP INT; echo ready; exec sleep 100000' & "},
    {"double fork", "( ( setsid sleep 100000 & ) & ); echo ready; "},
    {"stopped", "sh -c 'echo ready; kill -STOP $$; sleep 100000' & "},
    {"ignores", "trap '' TERM HUP INT; echo ready; sleep 100000 & "},
    {"namespaces of its own", "unshare -Urpf --kill-child sh -c 'echo ready; sleep 100000' & "},
    {"many",
     "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do sleep 100000 & done; echo ready; "},
};

// The number is written once the command runs: a process that it starts at once gets it as well.
TEST_F(Processes, TheKernelWouldKillTheCommandBeforeIsorun) {
  Sandbox sandbox = open({});
  const std::string wait_for = fmt::format(
      "i=0; until read score < $it/oom_score_adj; [ \"$score\" = {} ] || [ $i = 10000 ]; "
      "do i=$((i+1)); done; echo $score; ",
      expendable_oom_score());
  EXPECT_EQ(sh(sandbox, "sleep 100000 & for it in /proc/self /proc/$$ /proc/$!; do " + wait_for +
                            "done; cat /proc/1/oom_score_adj"),
            fmt::format("{0}\n{0}\n{0}\n{1}", expendable_oom_score(),
                        on_this_host("/proc/self/oom_score_adj")));
}

TEST_F(Processes, DieWhenTheCommandEnds) {
  Sandbox sandbox = open({});
  for (const Stubborn& it : stubborn) {
    SCOPED_TRACE(it.name);
    Conversation shard(sandbox, {"/bin/sh", "-c", std::string(it.script) + "read end; exit 3"});
    EXPECT_EQ(shard.hear(), "ready");
    shard.say("now");
    const Ending ending = shard.shard().wait();
    EXPECT_EQ(to_text(ending), "[exited 3]");
    EXPECT_GE(ending.leftover_processes, 1U);
    EXPECT_EQ(running_commands(), "");
  }
}

TEST_F(Processes, ACommandThatCannotBeExecutedLeavesNone) {
  Sandbox sandbox = open({});
  const Ending ending = Conversation(sandbox, {"/nowhere/command"}).shard().wait();
  EXPECT_EQ(ending.how, Ending::How::exec_failed);
  EXPECT_EQ(ending.leftover_processes, 0U);
}

TEST_F(Processes, DieWhenTheShardIsKilled) {
  Sandbox sandbox = open({});
  for (const Stubborn& it : stubborn) {
    SCOPED_TRACE(it.name);
    Conversation shard(sandbox, {"/bin/sh", "-c", std::string(it.script) + "kill -STOP $$"});
    EXPECT_EQ(shard.hear(), "ready");
    shard.shard().signal(SIGKILL);
    EXPECT_EQ(to_text(shard.shard().wait()), "[signal 9]");
    EXPECT_EQ(running_commands(), "");
  }
}

// The output ends when no process holds it open any more.
TEST_F(Processes, DieWhenTheShardIsDestroyed) {
  Sandbox sandbox = open({});
  for (const Stubborn& it : stubborn) {
    SCOPED_TRACE(it.name);
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const UniqueFd reader(ends[0]);
    UniqueFd writer(ends[1]);
    {
      Result<Shard> shard =
          sandbox.start({.argv = {"/bin/sh", "-c", std::string(it.script) + "sleep 100000"},
                         .environment = environment(),
                         .output = writer.get()});
      ASSERT_TRUE(shard);
      writer.reset();
      char letter = 0;
      ASSERT_EQ(::read(reader.get(), &letter, 1), 1);
    }
    char rest[100];
    while (::read(reader.get(), rest, sizeof rest) > 0) {
    }
  }
}

TEST_F(Processes, DieWithTheSandboxObject) {
  std::optional<Shard> shard;
  {
    Sandbox sandbox = open({});
    Result<Shard> started = sandbox.start({.argv = {"/bin/true"}, .environment = environment()});
    ASSERT_TRUE(started);
    shard.emplace(std::move(*started));
  }
  EXPECT_EQ(to_text(shard->wait()), "");  // a shard keeps what it needs
}

TEST_F(Processes, SignalsReachTheWholeGroupOfAShard) {
  Sandbox sandbox = open({});
  Conversation shard(sandbox, {"/bin/sh", "-c",
                               "trap 'echo parent; wait; exit 7' TERM; "
                               "sh -c 'trap \"echo child; exit\" TERM; echo ready; "
                               "while :; do sleep 1000 & wait; done' & wait"});
  ASSERT_EQ(shard.hear(), "ready");
  shard.shard().signal(SIGTERM);
  std::set<std::string> said = {shard.hear(), shard.hear()};
  EXPECT_EQ(said, (std::set<std::string>{"parent", "child"}));
  EXPECT_EQ(to_text(shard.shard().wait()), "[exited 7]");
}

TEST_F(Processes, AStoppedCommandObeysTerm) {
  Sandbox sandbox = open({});
  Conversation shard(sandbox, {"/bin/sh", "-c", "echo ready; kill -STOP $$"});
  ASSERT_EQ(shard.hear(), "ready");
  shard.shard().signal(SIGTERM);
  EXPECT_EQ(to_text(shard.shard().wait()), "[signal 15]");
}

TEST_F(Processes, APipeEndsWhenTheCommandClosesIt) {
  Sandbox sandbox = open({});
  Conversation shard(sandbox, {"/bin/sh", "-c", "echo bye; exec <&- >&- 2>&-; kill -STOP $$"});
  EXPECT_EQ(shard.hear(), "bye");
  EXPECT_EQ(shard.hear(), "[end]");
  EXPECT_FALSE(shard.shard().poll().has_value());
}

TEST_F(Processes, Endings) {
  Sandbox sandbox = open({});
  EXPECT_EQ(sh(sandbox, "exit 0"), "");
  EXPECT_EQ(sh(sandbox, "exit 255"), "[exited 255]");
  EXPECT_EQ(sh(sandbox, "kill -SEGV $$"), "[signal 11]");
  EXPECT_EQ(run(sandbox, {"isorun-test-no-such-program"}), "[exec ENOENT]");
  EXPECT_EQ(run(sandbox, {"/isorun-test-no-such-program"}), "[exec ENOENT]");
  EXPECT_EQ(run(sandbox, {"/etc/passwd"}), "[exec EACCES]");
  EXPECT_EQ(run(sandbox, {"/"}), "[exec EACCES]");
  EXPECT_EQ(run(sandbox, {"true"}), "");
}

TEST_F(Processes, AScriptWithoutAFirstLineIsTheShells) {
  EXPECT_EQ(
      sh({}, "printf 'echo script $1\\n' > /tmp/script; chmod +x /tmp/script; env /tmp/script x"),
      "script x\n");
}

TEST_F(Processes, OrphansAreReapedWhileTheCommandRuns) {
  EXPECT_EQ(sh({},
               "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do (true & true); done; "
               "while ps -eo stat | grep -q Z; do :; done; echo reaped"),
            "reaped\n");
}

TEST_F(Processes, TimesAndMemoryAreMeasured) {
  Sandbox sandbox = open({});
  Result<Shard> shard = sandbox.start(
      {.argv = {"/usr/bin/perl", "-e", "$x = 'x' x 50_000_000; for (1..3_000_000) { $y += $_ }"},
       .environment = environment()});
  ASSERT_TRUE(shard);
  const Ending ending = shard->wait();
  EXPECT_EQ(to_text(ending), "");
  EXPECT_GT(ending.peak_memory_bytes, 50'000'000U);
  EXPECT_LT(ending.peak_memory_bytes, 200'000'000U);
  EXPECT_GT(ending.user.count(), 10'000'000);
  EXPECT_GE(ending.wall + std::chrono::milliseconds(20), ending.user);
}

}  // namespace
}  // namespace isorun
