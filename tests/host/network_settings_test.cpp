#include "host/network_settings.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

using Settings = std::vector<NetworkSetting>;

TEST(NetworkSettings, TheKernelsDefaultsNeedNone) {
  EXPECT_EQ(network_settings(1000, "1024\n", "1\t0\n"), Settings{});
  EXPECT_EQ(network_settings(1000, "", ""), Settings{});
}

TEST(NetworkSettings, OfAContainer) {
  EXPECT_EQ(network_settings(1000, "0\n", "0\t2147483647\n"),
            (Settings{{"/proc/sys/net/ipv4/ip_unprivileged_port_start", "0"},
                      {"/proc/sys/net/ipv4/ping_group_range", "1000 1000"}}));
}

TEST(NetworkSettings, GroupsThatMayNotPing) {
  EXPECT_EQ(network_settings(1000, "1024\n", "0\t999\n"), Settings{});
  EXPECT_EQ(network_settings(1000, "1024\n", "1001\t2000\n"), Settings{});
}

}  // namespace
}  // namespace isorun
