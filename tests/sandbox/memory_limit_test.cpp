// When memory runs out, the test ends, not isorun, and the reason is named.
#include <cstdlib>

#include <gmock/gmock.h>

#include "limited_group.hpp"
#include "program.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

#ifdef __SANITIZE_ADDRESS__
constexpr bool fits_into_the_group = false;
#else
constexpr bool fits_into_the_group = true;
#endif
constexpr const char* why_not = "AddressSanitizer keeps memory that isorun has freed";

// Root makes the group, and runs isorun in it as itself and as an ordinary user.
class MemoryLimit : public SandboxTest, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    SandboxTest::SetUp();
    if (IsSkipped() || HasFatalFailure() || group_.exists()) return;
    const char* variable = std::getenv("ISORUN_MUST_WORK");
    const bool must_work = variable != nullptr && std::string(variable) == "1";
    ASSERT_FALSE(must_work && is_root() && has_memory_controller()) << "cannot make a memory group";
    GTEST_SKIP() << "needs root and a memory controller";
  }

  [[nodiscard]] std::string run(const Words& options, const std::string& script) const {
    Words words = isorun_words({"run", "--history", "history"});
    if (*GetParam() != '\0') words.insert(words.begin(), GetParam());
    words.insert(words.end(), options.begin(), options.end());
    words.insert(words.end(), {"--", "/bin/sh", "-c", script});
    words = group_.words(words);
    words.insert(words.begin(), {"/usr/bin/env", "-C", tree_.path()});
    return on_host(words);
  }

  // Runs this many copies of the script.
  [[nodiscard]] std::string copies(const char* jobs, const Words& options,
                                   const std::string& script) {
    Words all = {jobs, "--shards", "none"};
    all.insert(all.end(), options.begin(), options.end());
    return run(all, script);
  }

  Tree tree_;
  const LimitedGroup group_{"300M"};
};

INSTANTIATE_TEST_SUITE_P(ForRoot, MemoryLimit, testing::Values("", AS_ORDINARY_USER),
                         [](const auto& who) { return *who.param == '\0' ? "root" : "user"; });

constexpr const char* fill_disk = "head -c 1G /dev/zero > /tmp/big";

TEST_P(MemoryLimit, LayersEndBeforeTheGroupsMemoryDoes) {
  if (!fits_into_the_group) GTEST_SKIP() << why_not;
  EXPECT_THAT(copies("-j1", {}, fill_disk), HasSubstr("1 failed (1 disk-full), 0 skipped"));
  EXPECT_THAT(copies("-j4", {}, fill_disk), HasSubstr("4 failed (4 disk-full), 0 skipped"));
}

TEST_P(MemoryLimit, AsManyEmptyFilesAsFitTakeNoMoreThanTheLayer) {
  EXPECT_THAT(copies("-j1", {}, "cd /tmp; seq 60000 | xargs touch || exit 1"),
              HasSubstr("1 failed (1 disk-full), 0 skipped"));
}

// Each slot's next shard waits until the layer of the one before has been read.
TEST_P(MemoryLimit, FullLayersOfEndedShardsMakeRoomForTheNext) {
  if (!fits_into_the_group) GTEST_SKIP() << why_not;
  EXPECT_THAT(copies("-j4", {"--repeat", "5", "--keep"}, fill_disk),
              AllOf(HasSubstr("DISK-FULL"), HasSubstr("(20/20)"), Not(HasSubstr("OOM"))));
}

// A layer takes most of the memory meanwhile.
TEST_P(MemoryLimit, TheKernelKillsTheTestAndNotIsorun) {
  if (!fits_into_the_group) GTEST_SKIP() << why_not;
  EXPECT_THAT(copies("-j1", {"--scratch-size", "200M"},
                     "head -c 190M /dev/zero > /tmp/big; head -c 1G /dev/zero | tail -n 1"),
              AllOf(HasSubstr("1 failed (1 out-of-memory), 0 skipped"), HasSubstr("[exited 1]")));
}

TEST_P(MemoryLimit, AnotherKillIsNotForWantOfMemory) {
  EXPECT_THAT(copies("-j1", {}, "head -c 1G /dev/zero | tail -n 1"),
              HasSubstr("1 failed (1 out-of-memory), 0 skipped"));
  EXPECT_THAT(copies("-j1", {}, "kill -KILL $$"), HasSubstr("1 failed (1 signaled), 0 skipped"));
}

}  // namespace
}  // namespace isorun
