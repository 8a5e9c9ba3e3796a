#include "support/shares.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string_view>

#include "app/settings.hpp"

namespace legacy {
namespace {

using std::chrono::microseconds;
using Shares = std::map<const testing::TestInfo*, microseconds>;

std::string category_of(const testing::TestInfo& test) {
  return std::filesystem::path(test.file()).parent_path().filename();
}

// 30 to 169: some tests take five times as long as others. FNV-1a, which every machine computes
// alike.
std::int64_t weight_of(const testing::TestInfo& test) {
  std::uint32_t hash = 2'166'136'261;
  for (std::string_view part : {test.test_suite_name(), test.name()}) {
    for (char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619;
  }
  return 30 + (hash >> 8) % 140;
}

std::vector<const testing::TestInfo*> tests_in(const Category& category) {
  std::vector<const testing::TestInfo*> found;
  const testing::UnitTest& all = *testing::UnitTest::GetInstance();
  for (int s = 0; s < all.total_test_suite_count(); ++s) {
    const testing::TestSuite& suite = *all.GetTestSuite(s);
    for (int t = 0; t < suite.total_test_count(); ++t) {
      const testing::TestInfo& test = *suite.GetTestInfo(t);
      if (category_of(test) == category.name) found.push_back(&test);
    }
  }
  return found;
}

void deal_out(const Category& category, Shares& shares) {
  const auto tests = tests_in(category);
  if (std::ssize(tests) != category.tests) {
    throw std::logic_error("category " + category.name + " has " + std::to_string(tests.size()) +
                           " tests, not " + std::to_string(category.tests));
  }
  std::int64_t weight_left = 0;
  for (const testing::TestInfo* test : tests) weight_left += weight_of(*test);
  // Each takes its part of what the ones before it left: the last takes the rest, and the sum is
  // exact.
  microseconds left = category.time;
  for (const testing::TestInfo* test : tests) {
    const microseconds share = left * weight_of(*test) / weight_left;
    shares[test] = share;
    left -= share;
    weight_left -= weight_of(*test);
  }
}

Shares deal_out_all() {
  Shares shares;
  for (const Category& category : categories()) deal_out(category, shares);
  return shares;
}

}  // namespace

const std::vector<Category>& categories() {
  using std::chrono::seconds;
  static const std::vector<Category> all{
      {.name = "unit", .tests = 150, .time = seconds(5)},
      {.name = "integration", .tests = 50, .time = seconds(10)},
      {.name = "llm", .tests = 23, .time = seconds(15)},
  };
  return all;
}

microseconds share_of(const testing::TestInfo& test) {
  static const Shares shares = deal_out_all();
  const auto full = static_cast<double>(shares.at(&test).count());
  return microseconds(static_cast<std::int64_t>(full * Settings::get().time_scale));
}

}  // namespace legacy
