// SIGKILL of isorun, at whatever moment, leaves nothing.
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>
#include <unistd.h>

#include <sys/shm.h>

#include "host_state.hpp"
#include "program.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

class Kill : public SandboxTest {};

std::string mounts() {
  std::ifstream file("/proc/self/mountinfo");
  return {std::istreambuf_iterator<char>(file), {}};
}

// Leaves all that a shard can leave, then stays.
constexpr const char* litter =
    "echo x > /tmp/isorun-test-kill; echo x > /dev/shm/isorun-test-kill; echo x > big; "
    "perl -e 'shmget(0x69736f73, 4096, 01600)'; (setsid sh -c 'trap \"\" TERM; sleep 100000' &) ; "
    "sleep 100000 & "
    "echo ready; kill -STOP $$";

void kill_at_random_moments(const Tree& tree, const Words& words, int times) {
  adopt_orphans();
  const std::string mounts_before = mounts();
  const auto seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < times; ++i) {
    const bool whole_group = i % 3 == 0;  // as timeout(1) and CI systems do
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const UniqueFd reader(ends[0]);
    UniqueFd writer(ends[1]);
    Process process(words, {.output = writer.get()});
    writer.reset();
    char letter = 0;
    if (random() % 2 == 0) {
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
    } else if (words[1] == "exec") {
      EXPECT_EQ(::read(reader.get(), &letter, 1), 1);
    }
    ::kill(whole_group ? -process.pid() : process.pid(), SIGKILL);
    EXPECT_EQ(process.wait(), 128 + SIGKILL);
    ASSERT_TRUE(eventually(no_child_is_left)) << "still there: " << running_commands();
  }
  EXPECT_EQ(mounts(), mounts_before);
  EXPECT_FALSE(std::filesystem::exists("/tmp/isorun-test-kill"));
  EXPECT_FALSE(std::filesystem::exists("/dev/shm/isorun-test-kill"));
  EXPECT_EQ(::shmget(0x69736f73, 0, 0), -1);
  EXPECT_FALSE(tree.exists("big"));
}

TEST_F(Kill, ExecAtRandomMoments) {
  Tree tree;
  kill_at_random_moments(tree, isorun_words({"exec", "--", "/bin/sh", "-c", litter}), 70);
}

TEST_F(Kill, ExecWithLayersOnDiskAtRandomMoments) {
  Tree tree;
  tree.directory("scratch");
  kill_at_random_moments(
      tree, isorun_words({"exec", "--scratch", tree / "scratch", "--", "/bin/sh", "-c", litter}),
      70);
  EXPECT_TRUE(std::filesystem::is_empty(tree / "scratch")) << tree.fingerprint();
}

TEST_F(Kill, RunAtRandomMoments) {
  Tree tree;
  tree.directory("scratch");
  kill_at_random_moments(tree,
                         isorun_words({"run", "-j3", "--shards", "none", "--out", tree / "out",
                                       "--history", tree / "history", "--scratch", tree / "scratch",
                                       "--", "/bin/sh", "-c", litter}),
                         60);
  EXPECT_TRUE(std::filesystem::is_empty(tree / "scratch")) << tree.fingerprint();
}

}  // namespace
}  // namespace isorun
