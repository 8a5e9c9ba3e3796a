#include "suite/ctest/order.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace isorun::ctest {
namespace {

using Index = std::unordered_multimap<std::string_view, std::size_t>;

bool share(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::any_of(
      a, [&b](const std::string& name) { return std::ranges::find(b, name) != b.end(); });
}

// ctest lists dependencies between a fixture's tests for ordering only; they do not require one
// sandbox, because each sandbox sets up the fixture.
bool is_of_fixture(const ListedTest& test, const ListedTest& other) {
  return share(test.requires_fixtures, other.sets_up) ||
         share(test.cleans_up, other.requires_fixtures);
}

void add(std::vector<std::size_t>& edges, const Index& index, const std::string& name,
         std::size_t self) {
  const auto [begin, end] = index.equal_range(name);
  for (auto entry = begin; entry != end; ++entry)
    if (entry->second != self) edges.push_back(entry->second);
}

std::size_t root_of(std::vector<std::size_t>& parents, std::size_t test) {
  while (parents[test] != test) test = parents[test] = parents[parents[test]];
  return test;
}

}  // namespace

Order::Order(std::span<const ListedTest> tests)
    : tests_(tests), together_(tests.size()), fixtures_(tests.size()) {
  Index by_name;
  Index set_ups;
  Index clean_ups;
  for (std::size_t i = 0; i < tests.size(); ++i) {
    by_name.emplace(tests[i].name, i);
    for (const std::string& fixture : tests[i].sets_up) set_ups.emplace(fixture, i);
    for (const std::string& fixture : tests[i].cleans_up) clean_ups.emplace(fixture, i);
  }
  for (std::size_t i = 0; i < tests.size(); ++i) {
    for (const std::string& name : tests[i].depends) add(together_[i], by_name, name, i);
    std::erase_if(together_[i],
                  [&](std::size_t other) { return is_of_fixture(tests[i], tests[other]); });
    for (const std::string& fixture : tests[i].cleans_up) add(together_[i], set_ups, fixture, i);
    for (const std::string& fixture : tests[i].requires_fixtures) {
      add(fixtures_[i], set_ups, fixture, i);
      add(fixtures_[i], clean_ups, fixture, i);
    }
  }
}

std::vector<std::string> Order::bundles() const {
  std::vector<std::size_t> parents(tests_.size());
  std::iota(parents.begin(), parents.end(), 0);
  for (std::size_t i = 0; i < tests_.size(); ++i) {
    for (const std::size_t other : together_[i]) {
      const auto [low, high] = std::minmax({root_of(parents, i), root_of(parents, other)});
      parents[high] = low;
    }
  }
  std::vector<std::size_t> sizes(tests_.size());
  for (std::size_t i = 0; i < tests_.size(); ++i) ++sizes[root_of(parents, i)];
  std::vector<std::string> names(tests_.size());
  for (std::size_t i = 0; i < tests_.size(); ++i) {
    const std::size_t root = root_of(parents, i);
    // The number, because test names need not be unique.
    if (sizes[root] > 1) names[i] = std::to_string(tests_[root].number);
  }
  return names;
}

std::set<std::size_t> Order::closure(std::span<const std::size_t> tests) const {
  std::set<std::size_t> found(tests.begin(), tests.end());
  std::vector<std::size_t> left(tests.begin(), tests.end());
  while (!left.empty()) {
    const std::size_t test = left.back();
    left.pop_back();
    for (const Edges* edges : {&together_, &fixtures_}) {
      for (const std::size_t other : (*edges)[test])
        if (found.insert(other).second) left.push_back(other);
    }
  }
  return found;
}

}  // namespace isorun::ctest
