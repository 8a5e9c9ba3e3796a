#include "app/extractor.hpp"
#include "app/server.hpp"
#include "support/fixtures.hpp"

namespace legacy {
namespace {

class ExtractionTest : public RemoteApiTest {};

TEST_F(ExtractionTest, ASecondCallIsCached) {
  const std::string first = extract("date", "test-doc");
  EXPECT_EQ(extract("date", "test-doc"), first);
  EXPECT_EQ(costs_.cache_hit_rate(), 0.5);
}

TEST_F(ExtractionTest, AnotherDocumentIsNotCached) {
  EXPECT_NE(extract("date", "test-doc1"), extract("date", "test-doc2"));
  EXPECT_EQ(costs_.cache_hit_rate(), 0);
}

TEST_F(ExtractionTest, AnotherExtractorIsNotCached) {
  EXPECT_NE(extract("date", "test-doc"), extract("tenure", "test-doc"));
  EXPECT_EQ(costs_.cache_hit_rate(), 0);
}

TEST_F(ExtractionTest, CostsAreTheSumOfTheCalls) {
  extract("date", "test-doc");
  const std::int64_t first = costs_.total_nano_usd();
  extract("party", "test-doc");
  const ApiCall second = call_for("party", "test-doc");
  EXPECT_EQ(costs_.total_nano_usd(), first + second.nano_usd());
}

TEST_F(ExtractionTest, TheApiRefusesAnUnknownRequest) {
  EXPECT_EQ(request(Settings::get().api_port, "translate"), "error unknown request");
}

TEST_F(ExtractionTest, TheSessionOutlivesTheCall) {
  store_.create("test-extraction", "running");
  extract("amount", "test-doc");
  EXPECT_EQ(store_.read("test-extraction"), "running");
}

TEST_F(ExtractionTest, TheAnswerBecomesTheState) {
  store_.create("test-extraction", "running");
  store_.update("test-extraction", extract("clause", "test-doc"));
  EXPECT_EQ(store_.read("test-extraction"), "clause-of-test-doc");
}

TEST_F(ExtractionTest, TheRecentSessionIsTheOneInWork) {
  store_.create("test-extraction", "running");
  extract("scope", "test-doc");
  EXPECT_EQ(store_.most_recent(), "test-extraction");
}

class EachExtractorTest : public RemoteApiTest, public testing::WithParamInterface<const char*> {};

TEST_P(EachExtractorTest, FindsItsFact) {
  store_.create("test-extraction", "running");
  EXPECT_EQ(extract(GetParam(), "test-contract"), GetParam() + std::string("-of-test-contract"));
  latency_.work(0.5);
  EXPECT_EQ(store_.read("test-extraction"), "running");
}

INSTANTIATE_TEST_SUITE_P(Extractors, EachExtractorTest,
                         testing::Values("date", "tenure", "party", "amount", "currency", "clause",
                                         "signature", "address", "title", "term", "notice",
                                         "penalty", "renewal", "scope", "owner"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace legacy
