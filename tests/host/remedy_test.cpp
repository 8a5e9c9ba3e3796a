#include "host/remedy.hpp"

#include <cerrno>

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(Remedy, NamesWhatTheUserCanDo) {
  const auto says = [](Facility facility, int code, const char* word) {
    return remedy(facility, code).find(word) != std::string::npos;
  };
  EXPECT_TRUE(says(Facility::proc, EPERM, "systempaths=unconfined"));
  EXPECT_TRUE(says(Facility::overlay, EINVAL, "--copy"));
  EXPECT_TRUE(says(Facility::overlay, ENODEV, "modprobe overlay"));
  EXPECT_TRUE(says(Facility::layer, ENOSPC, "--scratch"));
  EXPECT_TRUE(says(Facility::network, ENOSPC, "max_net_namespaces"));
  EXPECT_TRUE(says(Facility::network, EPERM, "--net host"));
  EXPECT_TRUE(says(Facility::process, EAGAIN, "ulimit -u"));
  EXPECT_TRUE(says(Facility::mounts, ENOSYS, "5.12"));
}

TEST(Remedy, AUserNamespaceThatIsForbiddenAlwaysHasOne) {
  EXPECT_NE(remedy(Facility::user_namespace, EPERM), "");
  EXPECT_NE(remedy(Facility::user_namespace, ENOSPC), "");
}

TEST(Remedy, NothingIsMadeUp) {
  EXPECT_EQ(remedy(Facility::other, EPERM), "");
  EXPECT_EQ(remedy(Facility::layer, EIO), "");
}

}  // namespace
}  // namespace isorun
