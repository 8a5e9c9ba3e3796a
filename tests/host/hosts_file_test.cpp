#include "host/hosts_file.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(HostsFile, ACompleteOneLacksNothing) {
  EXPECT_EQ(missing_hosts("127.0.0.1 localhost\n::1 localhost\n10.0.0.1 box\n", "box"), "");
  EXPECT_EQ(missing_hosts("127.0.0.1\tx localhost # y\n ::1   ip6 localhost\n127.0.1.1 box", "box"),
            "");
}

TEST(HostsFile, WhatIsMissing) {
  EXPECT_EQ(missing_hosts("", "box"), "127.0.0.1 localhost\n::1 localhost\n127.0.0.1 box\n");
  EXPECT_EQ(missing_hosts("127.0.0.1 localhost\n", ""), "::1 localhost\n");
  EXPECT_EQ(missing_hosts("::1 localhost box\n", "box"), "127.0.0.1 localhost\n");
}

TEST(HostsFile, CommentsAndOtherNamesDoNotCount) {
  EXPECT_EQ(
      missing_hosts("#127.0.0.1 localhost\n127.0.0.1 localhost.localdomain\n::1 localhost # box\n",
                    "box"),
      "127.0.0.1 localhost\n127.0.0.1 box\n");
}

TEST(HostsFile, ANameInTheAddressColumnIsNoName) {
  EXPECT_EQ(missing_hosts("127.0.0.1 localhost\n::1 localhost\nbox other\n", "box"),
            "127.0.0.1 box\n");
}

}  // namespace
}  // namespace isorun
