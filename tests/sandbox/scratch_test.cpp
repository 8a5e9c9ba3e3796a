// What is on a scratch disk belongs to a run, and goes with it.
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

#include <sys/stat.h>
#include <sys/wait.h>

#include "box.hpp"
#include "conversation.hpp"
#include "host_state.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

class Scratch : public SandboxTest {
 protected:
  Scratch() { tree_.directory("scratch"); }

  [[nodiscard]] Layout layout() const {
    return {.working_directory = tree_.path(), .scratch = "scratch"};
  }

  [[nodiscard]] long entries() const {
    return std::distance(fs::directory_iterator(tree_ / "scratch"), {});
  }

  // A launcher that is killed together with all its processes, while its shard writes.
  void leave_a_dead_run() const {
    const pid_t launcher = ::fork();
    if (launcher == 0) {
      Result<Sandbox> sandbox = Sandbox::open(layout());
      if (!sandbox) std::_Exit(1);
      Conversation shard(*sandbox, {"/bin/sh", "-c",
                                    "mkdir -p closed/below; echo x > closed/below/file; "
                                    "chmod 0 closed/below; echo ready; "
                                    "while :; do echo x > $((i += 1)); done"});
      if (shard.hear() != "ready") std::_Exit(2);
      std::vector<pid_t> all = descendants(::getpid());
      for (const pid_t process : all) ::kill(process, SIGSTOP);
      for (const pid_t process : all) ::kill(process, SIGKILL);
      ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(launcher, &status, 0), launcher);
    ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  }

  Tree tree_;
};

TEST_F(Scratch, TheNextRunRemovesWhatADeadOneLeft) {
  adopt_orphans();
  leave_a_dead_run();
  ASSERT_TRUE(eventually(no_child_is_left));
  ASSERT_EQ(entries(), 1);
  Sandbox next = open(layout());
  EXPECT_EQ(entries(), 1);  // its own
  EXPECT_EQ(sh(next, "ls"), "scratch\n");
}

TEST_F(Scratch, ARunThatLivesKeepsItsDirectory) {
  Sandbox first = open(layout());
  Conversation shard(first, {"/bin/sh", "-c", "echo x > file; echo ready; read end; cat file"});
  EXPECT_EQ(shard.hear(), "ready");
  Sandbox second = open(layout());
  EXPECT_EQ(entries(), 2);
  EXPECT_EQ(sh(second, "echo y > file; cat file"), "y\n");
  shard.say("now");
  EXPECT_EQ(shard.end(), "x\n");
}

TEST_F(Scratch, AStageThatIsKilledLeavesNothing) {
  {
    Sandbox sandbox = open(layout());
    Conversation shard(
        sandbox,
        {"/bin/sh", "-c", "echo x > file; echo ready; while :; do echo > $((i += 1)); done"});
    EXPECT_EQ(shard.hear(), "ready");
    ::kill(descendants(::getpid()).at(0), SIGKILL);
    EXPECT_NE(shard.end(), "");
  }
  EXPECT_EQ(entries(), 0);
}

TEST_F(Scratch, WhatIsNotOursStays) {
  const std::string own = "scratch/isorun.scratch.0123456789abcdef";
  for (const char* name : {"isorun.scratch", "isorun.scratch.0123456789abcdeF",
                           "isorun.scratch.0123456789abcdef0", "isorun.0123456789abcdef"}) {
    tree_.write(std::string("scratch/") + name + "/file", "x");
    ::chmod((tree_ / "scratch/" + name).c_str(), 0700);
  }
  tree_.write("elsewhere/file", "x");
  fs::create_directory_symlink(tree_ / "elsewhere",
                               tree_ / "scratch/isorun.scratch.0000000000000000");
  tree_.write("scratch/isorun.scratch.1111111111111111", "x");
  tree_.write("scratch/isorun.scratch.2222222222222222/file", "x");
  ::chmod((tree_ / "scratch/isorun.scratch.2222222222222222").c_str(), 0755);
  if (is_root()) {
    tree_.write("scratch/isorun.scratch.3333333333333333/file", "x");
    const std::string foreign = tree_ / "scratch/isorun.scratch.3333333333333333";
    ::chmod(foreign.c_str(), 0700);
    ASSERT_EQ(::chown(foreign.c_str(), 54321, 54321), 0);
  }
  tree_.write(own + "/file", "x");
  ::chmod((tree_ / own).c_str(), 0700);
  EXPECT_EQ(run(layout(), {"/bin/true"}), "");
  EXPECT_FALSE(tree_.exists(own));
  EXPECT_TRUE(tree_.exists("elsewhere/file"));
  EXPECT_EQ(entries(), is_root() ? 8 : 7);
}

}  // namespace
}  // namespace isorun
