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

TEST(Error, EndsWithItsRemedy) {
  EXPECT_EQ(to_string(Error{Phase::host, EPERM, "mounting", "use another host"}),
            "mounting: Operation not permitted (EPERM); use another host");
}

}  // namespace
}  // namespace isorun
