// Nothing stays behind, however many shards there were.
#include <fstream>
#include <iterator>
#include <memory>
#include <unistd.h>

#include "box.hpp"
#include "conversation.hpp"
#include "host_state.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

// In KiB, as /proc counts: the stage's memory for shards.
constexpr long two_regions = 4400;
// A shard may start before the last ones' regions are free again; three hundred would be a leak.
constexpr long a_few_regions = 20 * two_regions;

class Leaks : public SandboxTest {};

std::string content(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The resources of this process and of the stage, its only child.
struct State {
  int descriptors = open_descriptors();
  std::vector<pid_t> processes = descendants(::getpid());
  long stage_memory = status_number(processes.at(0), "VmSize");
  long stage_descriptors = status_number(processes.at(0), "FDSize");
  std::string mounts = content("/proc/self/mountinfo");
  std::string stage_mounts = content("/proc/" + std::to_string(processes.at(0)) + "/mountinfo");
};

void expect_same(const State& after, const State& before) {
  EXPECT_EQ(after.descriptors, before.descriptors);
  EXPECT_EQ(after.processes, before.processes);
  EXPECT_EQ(after.stage_memory, before.stage_memory);
  EXPECT_EQ(after.stage_descriptors, before.stage_descriptors);
  EXPECT_EQ(after.mounts, before.mounts);
  EXPECT_EQ(after.stage_mounts, before.stage_mounts);
}

bool only_the_stage_runs() {
  return descendants(::getpid()).size() == 1;
}

TEST_F(Leaks, ThreeHundredShardsOneAfterAnother) {
  Sandbox sandbox = open({});
  for (int i = 0; i < 3; ++i) ASSERT_EQ(sh(sandbox, "true"), "");
  ASSERT_TRUE(eventually(only_the_stage_runs));
  const State before;
  for (int i = 0; i < 300; ++i) ASSERT_EQ(sh(sandbox, "echo x > /tmp/x"), "") << i;
  ASSERT_TRUE(eventually(only_the_stage_runs));
  const State after;
  EXPECT_EQ(after.descriptors, before.descriptors);
  EXPECT_EQ(after.stage_descriptors, before.stage_descriptors);
  EXPECT_LE(after.stage_memory, before.stage_memory + a_few_regions);
  EXPECT_EQ(after.mounts, before.mounts);
  EXPECT_EQ(after.stage_mounts, before.stage_mounts);
}

TEST_F(Leaks, FiftyShardsAtOnceTwice) {
  Sandbox sandbox = open({});
  const auto fifty = [&] {
    std::vector<std::unique_ptr<Conversation>> shards;
    for (unsigned slot = 0; slot < 50; ++slot) {
      shards.push_back(std::make_unique<Conversation>(
          sandbox, Words{"/bin/sh", "-c", "echo ready; read end; exit 9"}, slot));
    }
    for (const auto& shard : shards) EXPECT_EQ(shard->hear(), "ready");
    for (const auto& shard : shards) EXPECT_EQ(shard->end(), "[exited 9]");
  };
  fifty();
  ASSERT_TRUE(eventually(only_the_stage_runs));
  const State before;
  fifty();
  ASSERT_TRUE(eventually(only_the_stage_runs));
  expect_same(State(), before);
}

// Each new longest command must not cost the stage memory for good.
TEST_F(Leaks, CommandsOfEveryLength) {
  Sandbox sandbox = open({});
  const auto run_with = [&](std::size_t bytes) {
    ASSERT_EQ(run(sandbox, {"/bin/true", std::string(bytes, 'x')}), "");
    ASSERT_TRUE(eventually(only_the_stage_runs));
  };
  run_with(100);
  const State before;
  for (std::size_t bytes = 1000; bytes < 120'000; bytes += 3000) run_with(bytes);
  EXPECT_LE(State().stage_memory, before.stage_memory + two_regions);
}

TEST_F(Leaks, NothingAfterTheSandboxIsGone) {
  const int descriptors = open_descriptors();
  const std::string mounts = content("/proc/self/mountinfo");
  for (int i = 0; i < 5; ++i) {
    Sandbox first = open({});
    Sandbox second = open({});
    EXPECT_EQ(sh(second, "true"), "");
    EXPECT_EQ(sh(first, "true"), "");
  }
  EXPECT_EQ(descendants(::getpid()).size(), 0U);
  EXPECT_EQ(open_descriptors(), descriptors);
  EXPECT_EQ(content("/proc/self/mountinfo"), mounts);
}

TEST_F(Leaks, ARefusedLayoutLeavesNothing) {
  const int descriptors = open_descriptors();
  EXPECT_NE(refusal({.binds = {{"/isorun-test-absent", "/mnt"}}}), "");
  EXPECT_EQ(refusal({.scratch = "isorun-test-absent"}),
            "Layout::scratch isorun-test-absent: No such file or directory (ENOENT)");
  EXPECT_EQ(refusal({.scratch = "/etc/passwd"}),
            "Layout::scratch /etc/passwd: Not a directory (ENOTDIR)");
  EXPECT_EQ(open_descriptors(), descriptors);
  EXPECT_EQ(descendants(::getpid()).size(), 0U);
}

TEST_F(Leaks, AScratchDirectoryIsEmptyAfterwards) {
  Tree tree;
  tree.directory("scratch");
  {
    Sandbox sandbox = open({.working_directory = tree.path(), .scratch = "scratch"});
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(sh(sandbox,
                   "mkdir -p a/b /tmp/c && chmod 0 a/b /tmp/c && mkfifo p && ln -s / l && "
                   "seq 1 400 | sed s/^/file/ | xargs touch"),
                "");
    }
  }
  EXPECT_EQ(tree.fingerprint().find("isorun."), std::string::npos) << tree.fingerprint();
}

}  // namespace
}  // namespace isorun
