#include "base/worded.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

class Worded : public testing::Test {
 protected:
  Worded() {
    name_settings([](LayoutSetting) -> std::string_view { return "--option"; });
  }
  ~Worded() override { name_settings(nullptr); }
};

TEST(WordedByTheLibrary, SettingsHaveItsOwnNames) {
  EXPECT_EQ(called(LayoutSetting::mode_copy), "Mode::copy");
  EXPECT_EQ(worded("use {Mode::copy} or {Layout::scratch}"), "use Mode::copy or Layout::scratch");
}

TEST_F(Worded, SettingsHaveTheProgramsNames) {
  EXPECT_EQ(called(LayoutSetting::mode_copy), "--option");
  EXPECT_EQ(worded("use {Mode::copy} or {Layout::scratch}"), "use --option or --option");
}

TEST_F(Worded, OtherBracesStay) {
  EXPECT_EQ(worded("{}, {Mode}, {Mode::"), "{}, {Mode}, {Mode::");
}

}  // namespace
}  // namespace isorun
