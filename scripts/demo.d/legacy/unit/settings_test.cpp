#include "app/settings.hpp"

#include <filesystem>
#include <fstream>

#include "support/fixtures.hpp"

namespace legacy {
namespace {

namespace fs = std::filesystem;

class SettingsTest : public LegacyTest {
 protected:
  const Settings& settings_ = Settings::get();
};

TEST_F(SettingsTest, ThereIsOneInstance) {
  EXPECT_EQ(&settings_, &Settings::get());
}

TEST_F(SettingsTest, SessionsHaveTheirDirectory) {
  EXPECT_EQ(settings_.sessions, "/workspace/data/sessions");
  EXPECT_TRUE(fs::is_directory(settings_.sessions));
}

TEST_F(SettingsTest, TheCacheHasItsDirectory) {
  EXPECT_EQ(settings_.cache, "/workspace/data/cache");
  EXPECT_TRUE(fs::is_directory(settings_.cache));
}

TEST_F(SettingsTest, CostFilesGoToTmp) {
  EXPECT_EQ(settings_.cost_files, "/tmp");
}

TEST_F(SettingsTest, PortsAreFixed) {
  EXPECT_EQ(settings_.service_port, 18080);
  EXPECT_EQ(settings_.api_port, 18090);
}

TEST_F(SettingsTest, LocksTimeOutAfterHalfAMinute) {
  EXPECT_EQ(settings_.lock_timeout.count(), static_cast<int>(30'000 * settings_.time_scale));
}

TEST_F(SettingsTest, CleanUpTakesEveryTestEntry) {
  std::ofstream(settings_.cache / "test-file") << "cached";
  fs::create_directories(settings_.sessions / "test-deep/below");
  latency_.work(0.3);
  delete_all_test_entries();
  EXPECT_FALSE(fs::exists(settings_.cache / "test-file"));
  EXPECT_FALSE(fs::exists(settings_.sessions / "test-deep"));
}

TEST_F(SettingsTest, CleanUpLeavesTheRest) {
  const fs::path kept = settings_.cache / "kept-by-settings-test";
  std::ofstream(kept) << "kept";
  delete_all_test_entries();
  EXPECT_TRUE(fs::exists(kept));
  fs::remove(kept);
}

}  // namespace
}  // namespace legacy
