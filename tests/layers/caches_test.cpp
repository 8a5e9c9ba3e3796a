#include "layers/caches.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(Caches, OfTools) {
  for (const char* path :
       {"__pycache__/a.pyc", "tests/__pycache__/a.pyc", ".pytest_cache/v/lastfailed",
        "target/debug/a", "web/node_modules/.cache/x", "build/Testing/Temporary/LastTest.log",
        "build/meson-logs/testlog.txt", "sub/test-suite.log"})
    EXPECT_TRUE(is_in_tool_cache(path)) << path;
  for (const char* path :
       {"a.pyc", "targets/x", "target", "node_modules/x", "Testing/x", "x.cache"})
    EXPECT_FALSE(is_in_tool_cache(path)) << path;
}

TEST(Caches, OfFrameworks) {
  for (const char* path :
       {"tests/__pycache__/a.pyc", ".pytest_cache/v/lastfailed",
        "/home/u/build/Testing/Temporary/LastTest.log", "t/.bats/run-logs/x", "/b/test-suite.log"})
    EXPECT_TRUE(is_in_framework_cache(path)) << path;
  for (const char* path :
       {"target/debug/a", ".cache/x", "Testing/x", "__pycache__", "own-test-suite.log"})
    EXPECT_FALSE(is_in_framework_cache(path)) << path;
}

}  // namespace
}  // namespace isorun
