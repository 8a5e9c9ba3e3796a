#include "why/tree_size.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace isorun {
namespace {

namespace fs = std::filesystem;

TEST(TreeSize, CountsBytesAndFiles) {
  std::string name = testing::TempDir() + "tree-size-XXXXXX";
  ASSERT_NE(::mkdtemp(name.data()), nullptr);
  const fs::path root = name;
  fs::create_directories(root / "a/b");
  std::ofstream(root / "a/b/file") << std::string(100'000, 'x');
  std::ofstream(root / "other") << std::string(100'000, 'x');
  fs::create_symlink("/", root / "everything");
  EXPECT_TRUE(is_small(name, {}));
  EXPECT_TRUE(is_small(name, {.bytes = 300'000, .files = 5}));
  EXPECT_FALSE(is_small(name, {.bytes = 150'000}));
  EXPECT_FALSE(is_small(name, {.files = 4}));
  EXPECT_TRUE(is_small(name + "/nothing", {.files = 0}));
  fs::remove_all(root);
}

}  // namespace
}  // namespace isorun
