#include "app/cost_tracker.hpp"

#include <fstream>
#include <iterator>

#include "support/fixtures.hpp"

namespace legacy {
namespace {

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class CostTrackerTest : public LegacyTest {};

TEST_F(CostTrackerTest, StartsAtNothing) {
  EXPECT_TRUE(costs_.empty());
  EXPECT_EQ(costs_.total_nano_usd(), 0);
  EXPECT_EQ(costs_.cache_hit_rate(), 0);
}

TEST_F(CostTrackerTest, PricesInputAndOutput) {
  costs_.record({.input_tokens = 1200, .output_tokens = 300});
  EXPECT_EQ(decimal(costs_.total_nano_usd()), "0.0081");
}

TEST_F(CostTrackerTest, PricesThePromptCache) {
  costs_.record({.cache_creation_tokens = 1000, .cache_read_tokens = 1000});
  EXPECT_EQ(decimal(costs_.total_nano_usd()), "0.00405");
}

TEST_F(CostTrackerTest, CachedCallsCostNothing) {
  costs_.record({.cached = true});
  EXPECT_EQ(costs_.total_nano_usd(), 0);
}

TEST_F(CostTrackerTest, HitRateIsCachedCallsOfAll) {
  costs_.record({.input_tokens = 10});
  costs_.record({.cached = true});
  costs_.record({.input_tokens = 10});
  costs_.record({.cached = true});
  EXPECT_EQ(costs_.cache_hit_rate(), 0.5);
}

TEST_F(CostTrackerTest, ANewSessionStartsAtNothing) {
  costs_.record({.input_tokens = 10});
  costs_.begin("test_another_session");
  EXPECT_TRUE(costs_.empty());
}

TEST_F(CostTrackerTest, SavingAgainReplacesTheFile) {
  costs_.record({.input_tokens = 1'000'000});
  costs_.save();
  latency_.work(0.5);
  costs_.record({.input_tokens = 1});
  costs_.save();
  EXPECT_EQ(contents(costs_.file()), costs_.json());
}

TEST_F(CostTrackerTest, WritesDecimalsInFull) {
  EXPECT_EQ(decimal(0), "0.0");
  EXPECT_EQ(decimal(1), "0.000000001");
  EXPECT_EQ(decimal(12'000'000'000), "12.0");
}

class CostFileTest : public LegacyTest, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    LegacyTest::SetUp();
    costs_.record(call_for(GetParam(), "doc1"));
    costs_.record({.extractor = GetParam(), .document = "doc1", .cached = true});
  }
};

TEST_P(CostFileTest, HoldsTheTotals) {
  costs_.save();
  latency_.work(0.6);
  const std::string text = contents(costs_.file());
  EXPECT_NE(text.find("\"total_api_calls\": 2"), std::string::npos) << text;
  EXPECT_NE(text.find("\"total_cost_usd\": " + decimal(costs_.total_nano_usd())), std::string::npos)
      << text;
}

TEST_P(CostFileTest, HoldsEachCall) {
  latency_.work(0.4);
  costs_.record(call_for(GetParam(), "doc2"));
  costs_.save();
  const std::string text = contents(costs_.file());
  EXPECT_NE(text.find("\"document_name\": \"doc1\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"document_name\": \"doc2\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"cached\": true"), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(Extractors, CostFileTest,
                         testing::Values("date", "tenure", "party", "amount", "currency", "clause",
                                         "signature", "address", "title", "term", "notice",
                                         "penalty"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace legacy
