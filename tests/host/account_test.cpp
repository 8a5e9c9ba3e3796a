#include "host/account.hpp"

#include <pwd.h>

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(AccountTest, IsTheEntryInTheFile) {
  const std::optional<Account> root = account_of(0);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->name, "root");
  EXPECT_EQ(root->home, ::getpwuid(0)->pw_dir);
}

TEST(AccountTest, IsNoneForAUserWhomTheFileDoesNotList) {
  constexpr uid_t nobodys = 4'000'000'001;
  EXPECT_FALSE(account_of(nobodys));
}

}  // namespace
}  // namespace isorun
