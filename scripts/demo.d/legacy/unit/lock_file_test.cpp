#include "app/lock_file.hpp"

#include <filesystem>
#include <optional>

#include "support/fixtures.hpp"

namespace legacy {
namespace {

using std::chrono::milliseconds;

class LockFileTest : public LegacyTest {
 protected:
  std::filesystem::path path_ = Settings::get().sessions / "test-unit.lock";
};

TEST_F(LockFileTest, ExistsWhileHeld) {
  const LockFile lock(path_);
  latency_.work(0.8);
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(LockFileTest, IsGoneAfterwards) {
  std::optional<LockFile> lock(std::in_place, path_);
  latency_.work(0.3);
  lock.reset();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(LockFileTest, IsHeldByOneAtATime) {
  const LockFile lock(path_);
  latency_.work(0.8);
  EXPECT_THROW(LockFile(path_, milliseconds(0)), LockTimeout);
}

TEST_F(LockFileTest, ARefusalLeavesItToItsHolder) {
  const LockFile lock(path_);
  EXPECT_THROW(LockFile(path_, milliseconds(0)), LockTimeout);
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(LockFileTest, CanBeTakenAgain) {
  std::optional<LockFile> lock(std::in_place, path_);
  lock.reset();
  latency_.work(0.5);
  EXPECT_NO_THROW(LockFile(path_, milliseconds(0)));
}

TEST_F(LockFileTest, NeedsItsDirectory) {
  EXPECT_THROW(LockFile("/workspace/data/nowhere/test.lock"), std::system_error);
}

}  // namespace
}  // namespace legacy
