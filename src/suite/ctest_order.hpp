// Which tests need what other tests of a ctest suite write.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "suite/ctest_listing.hpp"

namespace isorun::ctest {

class Order {
 public:
  explicit Order(std::span<const ListedTest> tests);

  // For each test the name of its bundle, empty where it has none: tests that are to run in one
  // sandbox are those that DEPENDS connects, and those that set up and clean up one fixture. A test
  // that requires a fixture is in no bundle for that: each sandbox sets the fixture up for itself.
  [[nodiscard]] std::vector<std::string> bundles() const;

  // These tests (indices) with all that must run before or after them in the same sandbox.
  [[nodiscard]] std::set<std::size_t> closure(std::span<const std::size_t> tests) const;

 private:
  using Edges = std::vector<std::vector<std::size_t>>;

  std::span<const ListedTest> tests_;
  Edges together_;  // to tests of the same bundle
  Edges fixtures_;  // to the tests that set up and clean up what it requires
};

}  // namespace isorun::ctest
