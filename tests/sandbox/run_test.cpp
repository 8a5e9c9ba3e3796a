// `isorun run`, as far as it is the sandbox's business.
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "host_state.hpp"
#include "program.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

using testing::HasSubstr;

class Run : public SandboxTest {
 protected:
  // The words of `isorun run` with its files in the test's tree.
  [[nodiscard]] Words words(const Words& options, const std::string& script) const {
    Words all = {"run", "--shards", "none", "--out", tree_ / "out", "--history", tree_ / "history"};
    all.insert(all.end(), options.begin(), options.end());
    all.insert(all.end(), {"--", "/bin/sh", "-c", script});
    return all;
  }

  Tree tree_;
};

TEST_F(Run, AFullScratchIsToldFromAFailingTest) {
  if (!layers_lie_in_memory()) GTEST_SKIP() << "only layers in memory have a size";
  EXPECT_THAT(isorun(words({"-j1", "--scratch-size", "1M"},
                           "head -c 2000000 /dev/zero > /tmp/big 2>/dev/null || exit 1")),
              HasSubstr("[exited 1]"));
  EXPECT_THAT(tree_.read("out/run.json"), HasSubstr("\"reason\": \"disk-full\""));
  EXPECT_THAT(isorun(words({"-j1", "--scratch-size", "1M"}, "exit 1")), HasSubstr("[exited 1]"));
  EXPECT_THAT(tree_.read("out/run.json"), testing::Not(HasSubstr("\"reason\": \"disk-full\"")));
}

TEST_F(Run, AFixedPortInFourShardsAtOnce) {
  // Each shard waits, with its port open, until all four have one: they meet in a shared directory.
  tree_.directory("meeting");
  const std::string serve =
      "use IO::Socket::INET; $s = IO::Socket::INET->new(LocalAddr => \"127.0.0.1:8767\", Listen => "
      "1) or "
      "die \"port: $!\"; open F, \">\", \"" +
      tree_ / "meeting" +
      "/$ENV{ISORUN_SLOT}\"; close F; "
      "select undef, undef, undef, 0.005 until 4 == (() = glob \"" +
      tree_ / "meeting" + "/*\")";
  EXPECT_THAT(isorun(words({"-j4", "--share", tree_ / "meeting"}, "perl -e '" + serve + "'")),
              testing::Not(HasSubstr("[exited")));
}

TEST_F(Run, AnUnitThatHangsTimesOutWithAllItsProcesses) {
  EXPECT_THAT(isorun(words({"-j2", "--timeout", "200ms"},
                           "setsid sleep 100000 & (trap '' TERM; sleep 100000) & sleep 100000")),
              HasSubstr("[exited 1]"));
  EXPECT_THAT(tree_.read("out/run.json"), HasSubstr("\"reason\": \"timeout\""));
}

TEST_F(Run, AnInterruptEndsAllAndKeepsWhatIsKnown) {
  adopt_orphans();
  for (const int number : {SIGINT, SIGTERM}) {
    ASSERT_EQ(::mkfifo((tree_ / "fifo").c_str(), 0600), 0);
    const UniqueFd fifo(::open((tree_ / "fifo").c_str(), O_RDWR | O_CLOEXEC));
    Process process(isorun_words(words({"-j2", "--share", tree_ / "fifo"},
                                       "setsid sh -c 'trap \"\" TERM; sleep 100000' & echo x > " +
                                           tree_ / "fifo" + "; kill -STOP $$")));
    char line[2];
    for (int shard = 0; shard < 2; ++shard) ASSERT_EQ(::read(fifo.get(), line, 2), 2);
    process.signal(number);
    EXPECT_EQ(process.wait(), 130);
    EXPECT_TRUE(eventually(no_child_is_left)) << running_commands();
    EXPECT_THAT(tree_.read("out/run.json"), HasSubstr("\"reason\": \"interrupted\""));
    ASSERT_EQ(::unlink((tree_ / "fifo").c_str()), 0);
  }
}

TEST_F(Run, StandardInputIsTheCallersWithOneSlotOnly) {
  tree_.write("input", "typed\n");
  const UniqueFd input(::open((tree_ / "input").c_str(), O_RDONLY | O_CLOEXEC));
  const std::string expects = "read x; test \"$x\" = typed";
  EXPECT_EQ(Process(isorun_words(words({"-j1"}, expects)), {.input = input.get()}).wait(), 0);
  ASSERT_EQ(::lseek(input.get(), 0, SEEK_SET), 0);
  EXPECT_EQ(Process(isorun_words(words({"-j2"}, expects)), {.input = input.get()}).wait(), 1);
}

TEST_F(Run, ShardsOfASlotUseItsNetworkOneAfterAnother) {
  tree_.write("list", "a\nb\nc\n");
  EXPECT_THAT(isorun({"run", "-j1", "--out", tree_ / "out", "--history", tree_ / "history",
                      "--share", tree_.path(), "--list", tree_ / "list", "--", "/bin/sh", "-c",
                      "readlink /proc/self/ns/net >> " + tree_ / "networks" + "; : {}"}),
              testing::Not(HasSubstr("[exited")));
  EXPECT_EQ(on_host({"/bin/sh", "-c",
                     "sort -u " + tree_ / "networks" + " | wc -l; wc -l < " + tree_ / "networks"}),
            "1\n3\n");
}

// Two units wait for ever when they run first, and so does the last one for a slot.
class LostRun : public Run {
 protected:
  LostRun() {
    tree_.directory("meeting");
    tree_.write("units", "1\n2\n3\n4\n5\n");
    tree_.write("unit",
                "cd " + tree_ / "meeting" +
                    "; case $1 in 3|4) test -e $1 && exit; echo x > $1; exec sleep 100000; esac\n");
  }

  // Calls `harm` with isorun's process once the units wait.
  std::string run(const Words& options, const std::function<void(pid_t)>& harm) {
    Words all = {"run",       "-j2",
                 "--out",     tree_ / "out",
                 "--history", tree_ / "history",
                 "--share",   tree_ / "meeting",
                 "--list",    tree_ / "units"};
    all.insert(all.end(), options.begin(), options.end());
    all.insert(all.end(), {"--", "/bin/sh", tree_ / "unit", "{}"});
    const Output output;
    Process process(isorun_words(all), {.output = output.fd(), .error = output.fd()});
    EXPECT_TRUE(
        eventually([this] { return tree_.exists("meeting/3") && tree_.exists("meeting/4"); }));
    harm(process.pid());
    const int code = process.wait();
    return output.text() + "[exited " + std::to_string(code) + "]";
  }
};

// The stage, or the first processes of the shards.
std::vector<pid_t> children(pid_t parent) {
  std::vector<pid_t> found;
  for (const pid_t process : descendants(parent))
    if (status_number(process, "PPid") == parent) found.push_back(process);
  return found;
}

void kill_shards(pid_t isorun) {
  for (const pid_t process : children(children(isorun).at(0))) ::kill(process, SIGKILL);
}

TEST_F(LostRun, WithoutItsStageEndsWithASentenceAndASummary) {
  const std::string said = run({}, [](pid_t isorun) { ::kill(children(isorun).at(0), SIGKILL); });
  EXPECT_THAT(said, HasSubstr("2/5 tests run: 2 passed, 0 failed"));
  EXPECT_THAT(said, HasSubstr("NOT RUN 3, 4, 5"));
  EXPECT_THAT(said, HasSubstr("isorun: the process isorun-stage, which starts the sandboxes, was "
                              "killed by SIGKILL\n[exited 125]"));
  EXPECT_THAT(tree_.read("out/run.json"), HasSubstr("\"exit_code\": 125"));
}

TEST_F(LostRun, AUnitWhoseSandboxIsKilledFails) {
  const std::string said = run({}, kill_shards);
  EXPECT_THAT(said, HasSubstr("5 tests run: 3 passed, 2 failed (2 signaled)"));
  EXPECT_THAT(said, HasSubstr("3: the sandbox was killed from outside"));
  EXPECT_THAT(said, HasSubstr("[exited 1]"));
}

TEST_F(LostRun, AUnitWhoseSandboxIsKilledIsRetried) {
  const std::string said = run({"--retries", "1"}, kill_shards);
  EXPECT_THAT(said, HasSubstr("TRY 1 SIGNAL"));
  EXPECT_THAT(said, HasSubstr("5 tests run: 5 passed (2 flaky), 0 failed"));
}

}  // namespace
}  // namespace isorun
