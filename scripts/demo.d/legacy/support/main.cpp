#include <cstdio>

#include <gtest/gtest.h>

#include "app/lock_file.hpp"
#include "app/settings.hpp"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  legacy::Settings::get();  // makes the directories
  const int result = RUN_ALL_TESTS();
  const double waited = static_cast<double>(legacy::LockFile::waited().count()) / 1000;
  if (waited > 0) std::printf("waited for locks: %.1f s\n", waited);
  return result;
}
