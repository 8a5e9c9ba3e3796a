#include "sandbox/trail.hpp"

#include <filesystem>
#include <fstream>
#include <stdlib.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class Trail : public testing::Test {
 protected:
  Trail() {
    std::string pattern = fs::canonical(testing::TempDir()).string() + "/isorun-XXXXXX";
    place_ = ::mkdtemp(pattern.data());
    fs::create_directories(place_ + "/a/b");
    std::ofstream(place_ + "/a/b/file") << "x";
  }
  ~Trail() override { fs::remove_all(place_); }

  void link(const std::string& target, const std::string& name) const {
    fs::create_symlink(target, place_ + "/" + name);
  }

  std::string place_;
};

TEST_F(Trail, OfAPlainPathIsItsEnd) {
  EXPECT_THAT(trail(place_ + "/./a//b/../b/file"), ElementsAre(place_ + "/a/b/file"));
  EXPECT_THAT(trail("/"), ElementsAre("/"));
}

TEST_F(Trail, HoldsEverySymlinkOnTheWay) {
  link("b/file", "a/relative");
  link(place_ + "/a", "absolute");
  link("absolute/../a/relative", "chain");
  EXPECT_THAT(trail(place_ + "/chain"), ElementsAre(place_ + "/chain", place_ + "/absolute",
                                                    place_ + "/a/relative", place_ + "/a/b/file"));
  link("/", "root");
  EXPECT_THAT(trail(place_ + "/root"), ElementsAre(place_ + "/root", "/"));
}

TEST_F(Trail, EndsNowhere) {
  EXPECT_THAT(trail(place_ + "/absent"), IsEmpty());
  link("absent", "dangling");
  EXPECT_THAT(trail(place_ + "/dangling"), IsEmpty());
  link("loop", "loop");
  EXPECT_THAT(trail(place_ + "/loop"), IsEmpty());
}

}  // namespace
}  // namespace isorun
