#include <cerrno>

#include <gtest/gtest.h>

#include <isorun/error.hpp>

namespace isorun {
namespace {

TEST(Error, ShowsTheErrnoInWordsAndByName) {
  EXPECT_EQ(to_string(Error{Phase::setup, ENOSPC, "writing the layer"}),
            "writing the layer: No space left on device (ENOSPC)");
}

TEST(Error, WithoutErrnoIsItsSentenceAlone) {
  EXPECT_EQ(to_string(Error{Phase::usage, 0, "no command after --"}), "no command after --");
}

}  // namespace
}  // namespace isorun
