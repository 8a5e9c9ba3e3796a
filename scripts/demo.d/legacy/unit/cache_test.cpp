#include <filesystem>
#include <fstream>

#include "app/extractor.hpp"
#include "support/fixtures.hpp"

namespace legacy {
namespace {

class CacheTest : public LegacyTest, public testing::WithParamInterface<const char*> {
 protected:
  [[nodiscard]] std::filesystem::path entry() const {
    return Settings::get().cache / ("test-document-" + std::string(GetParam()));
  }
};

TEST_P(CacheTest, AnswersWithoutTheApi) {
  std::ofstream(entry()) << "known";
  latency_.work(0.7);
  EXPECT_EQ(extract(GetParam(), "test-document"), "known");
  EXPECT_EQ(costs_.total_nano_usd(), 0);
  EXPECT_EQ(costs_.cache_hit_rate(), 1);
}

TEST_P(CacheTest, IsEmptyAtTheStart) {
  latency_.work(0.5);
  EXPECT_FALSE(std::filesystem::exists(entry()));
  std::ofstream(entry()) << "left behind";
}

INSTANTIATE_TEST_SUITE_P(Extractors, CacheTest,
                         testing::Values("date", "tenure", "party", "amount", "currency", "clause",
                                         "signature", "address", "title", "term", "notice",
                                         "penalty", "renewal", "scope", "owner", "witness"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace legacy
