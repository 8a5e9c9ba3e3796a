#include "queue/queue_address.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

QueueAddress parsed(std::string_view url) {
  const Result<QueueAddress> address = parse_queue_address(url);
  EXPECT_TRUE(address) << url << ": " << address.error().what;
  return address.value_or(QueueAddress());
}

std::string refused(std::string_view url) {
  const Result<QueueAddress> address = parse_queue_address(url);
  EXPECT_FALSE(address) << url;
  EXPECT_EQ(address.error().phase, Phase::usage);
  return address.error().what;
}

TEST(QueueAddress, IsAHostAndAKey) {
  const QueueAddress address = parsed("redis://redis.example/run-7");
  EXPECT_EQ(address.host, "redis.example");
  EXPECT_EQ(address.port, "6379");
  EXPECT_EQ(address.key, "run-7");
  EXPECT_EQ(address.password, "");
  EXPECT_FALSE(address.is_encrypted);
  EXPECT_EQ(address.lease, seconds(30));
}

TEST(QueueAddress, HasAnAccountAndSettings) {
  const QueueAddress address =
      parsed("rediss://ci:p%40ss:w%25rd@[::1]:7000/group/run?db=3&lease=5s");
  EXPECT_TRUE(address.is_encrypted);
  EXPECT_EQ(address.user, "ci");
  EXPECT_EQ(address.password, "p@ss:w%rd");
  EXPECT_EQ(address.host, "::1");
  EXPECT_EQ(address.port, "7000");
  EXPECT_EQ(address.key, "group/run");
  EXPECT_EQ(address.database, 3U);
  EXPECT_EQ(address.lease, seconds(5));
  EXPECT_EQ(address.name(), "rediss://[::1]:7000/group/run");
}

TEST(QueueAddress, MayHaveAPasswordAlone) {
  const QueueAddress address = parsed("redis://:a@b@host/key");
  EXPECT_EQ(address.user, "");
  EXPECT_EQ(address.password, "a@b");
  EXPECT_EQ(address.host, "host");
}

TEST(QueueAddress, RefusesWhatItDoesNotUnderstand) {
  EXPECT_THAT(refused("host/key"), HasSubstr("redis://HOST/KEY"));
  EXPECT_THAT(refused("http://host/key"), HasSubstr("redis://HOST/KEY"));
  EXPECT_THAT(refused("redis:///key"), HasSubstr("redis://HOST/KEY"));
  EXPECT_THAT(refused("redis://host"), HasSubstr("the key names the run"));
  EXPECT_THAT(refused("redis://host/"), HasSubstr("the key names the run"));
  EXPECT_THAT(refused("redis://host:0/key"), HasSubstr("port"));
  EXPECT_THAT(refused("redis://host:/key"), HasSubstr("port"));
  EXPECT_THAT(refused("redis://[::1/key"), HasSubstr("]"));
  EXPECT_THAT(refused("redis://host/a{b}"), HasSubstr("braces"));
  EXPECT_THAT(refused("redis://host/a%zz"), HasSubstr("key"));
  EXPECT_THAT(refused("redis://host/key?db=-1"), HasSubstr("db"));
  EXPECT_THAT(refused("redis://host/key?lease=1ms"), HasSubstr("lease"));
  EXPECT_THAT(refused("redis://host/key?speed=9"), HasSubstr("speed"));
}

TEST(QueueAddress, NeverShowsThePassword) {
  EXPECT_THAT(parsed("redis://:secret@host/key").name(), Not(HasSubstr("secret")));
  for (const char* url : {"redis://:secret@/key", "redis://u:secret@host:0/key",
                          "redis://u:secret@host", "redis://u:secret%zz@host/key"})
    EXPECT_THAT(refused(url), Not(HasSubstr("secret")));
}

std::string hidden(std::string word) {
  hide_password(word.data());
  return word;
}

TEST(QueueAddress, HidesPasswordsInWords) {
  EXPECT_EQ(hidden("redis://:secret@host/key"), "redis://:xxxxxx@host/key");
  EXPECT_EQ(hidden("--queue=rediss://me:a@b@host/key"), "--queue=rediss://me:xxx@host/key");
  for (const char* word : {"", "--queue", "redis://host/key", "redis://host:6379/a@b", "./suite"})
    EXPECT_EQ(hidden(word), word);
}

}  // namespace
}  // namespace isorun
