#include "support/fixtures.hpp"

namespace legacy {
namespace {

TEST_F(ServiceTest, AnswersAPing) {
  EXPECT_EQ(ask("ping"), "pong");
}

TEST_F(ServiceTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(ask("jump"), "unknown request: jump");
}

TEST_F(ServiceTest, NamesAMissingSession) {
  EXPECT_EQ(ask("read test-nobody"), "session not found: test-nobody");
}

TEST_F(ServiceTest, NamesASessionThatExists) {
  EXPECT_EQ(ask("write test-abc123 first"), "written");
  EXPECT_EQ(ask("write test-abc123 second"), "session exists: test-abc123");
}

TEST_F(ServiceTest, HasNoRecentSessionAtTheStart) {
  EXPECT_EQ(ask("recent"), "session not found: there is none");
}

TEST_F(ServiceTest, ServesOneAfterAnother) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(ask("ping"), "pong");
}

class SharedSessionTest : public ServiceTest, public testing::WithParamInterface<int> {
 protected:
  const std::string id_ = "test-shared-" + std::to_string(GetParam());
};

TEST_P(SharedSessionTest, WrittenByTheServiceReadByUs) {
  EXPECT_EQ(ask("write " + id_ + " remote"), "written");
  latency_.work(0.4);
  EXPECT_EQ(store_.read(id_), "remote");
  EXPECT_EQ(store_.most_recent(), id_);
}

TEST_P(SharedSessionTest, WrittenByUsReadByTheService) {
  store_.create(id_, "local");
  latency_.work(0.4);
  EXPECT_EQ(ask("read " + id_), "local");
  EXPECT_EQ(ask("recent"), id_);
}

INSTANTIATE_TEST_SUITE_P(Sessions, SharedSessionTest, testing::Range(1, 11));

}  // namespace
}  // namespace legacy
