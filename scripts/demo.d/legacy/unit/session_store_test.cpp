#include "app/session_store.hpp"

#include "support/fixtures.hpp"

namespace legacy {
namespace {

class SessionStoreTest : public LegacyTest {};

TEST_F(SessionStoreTest, CreatesADirectory) {
  store_.create("test-abc123", "new");
  latency_.work(0.5);
  EXPECT_TRUE(std::filesystem::is_directory("/workspace/data/sessions/test-abc123"));
}

TEST_F(SessionStoreTest, ReadsBackWhatItWrote) {
  store_.create("test-abc123", "new");
  latency_.work(0.5);
  EXPECT_EQ(store_.read("test-abc123"), "new");
}

TEST_F(SessionStoreTest, UpdateReplacesTheState) {
  store_.create("test-abc123", "a long first state");
  store_.update("test-abc123", "short");
  EXPECT_EQ(store_.read("test-abc123"), "short");
}

TEST_F(SessionStoreTest, RemovedSessionIsNotFound) {
  store_.create("test-abc123", "new");
  latency_.work(0.3);
  store_.remove("test-abc123");
  EXPECT_THROW((void)store_.read("test-abc123"), SessionNotFound);
}

TEST_F(SessionStoreTest, UnknownSessionIsNotFound) {
  EXPECT_THROW((void)store_.read("test-nobody"), SessionNotFound);
  EXPECT_THROW(store_.update("test-nobody", "state"), SessionNotFound);
  EXPECT_THROW(store_.remove("test-nobody"), SessionNotFound);
}

TEST_F(SessionStoreTest, ListsEverySession) {
  store_.create("test-b", "2");
  store_.create("test-a", "1");
  latency_.work(0.5);
  EXPECT_EQ(store_.list(), (std::vector<std::string>{"test-a", "test-b"}));
}

TEST_F(SessionStoreTest, RefusesASecondSessionOfOneName) {
  store_.create("test-abc123", "first");
  EXPECT_THROW(store_.create("test-abc123", "second"), SessionExists);
  EXPECT_EQ(store_.read("test-abc123"), "first");
}

TEST_F(SessionStoreTest, KeepsSessionsApart) {
  store_.create("test-a", "1");
  store_.create("test-b", "2");
  EXPECT_EQ(store_.read("test-a"), "1");
  EXPECT_EQ(store_.read("test-b"), "2");
}

TEST_F(SessionStoreTest, AnEmptyStateIsAState) {
  store_.create("test-abc123", "");
  EXPECT_EQ(store_.read("test-abc123"), "");
}

TEST_F(SessionStoreTest, StartsWithoutSessions) {
  EXPECT_TRUE(store_.list().empty());
}

class DocumentStateTest : public LegacyTest, public testing::WithParamInterface<const char*> {};

TEST_P(DocumentStateTest, ReadsBack) {
  store_.create("test-document", GetParam());
  latency_.work(0.5);
  EXPECT_EQ(store_.read("test-document"), GetParam());
}

TEST_P(DocumentStateTest, SurvivesAnUpdate) {
  store_.create("test-document", "empty");
  latency_.work(0.3);
  store_.update("test-document", GetParam());
  latency_.work(0.3);
  EXPECT_EQ(store_.read("test-document"), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Documents, DocumentStateTest,
                         testing::Values("contract", "amendment", "invoice", "receipt", "payslip",
                                         "letter", "notice", "policy", "report", "summary",
                                         "minutes", "budget", "forecast", "ledger", "statement",
                                         "warrant", "deed", "lease", "permit", "licence"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace legacy
