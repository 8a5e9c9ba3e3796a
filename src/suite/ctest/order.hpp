// Which tests of a ctest suite depend on files that other tests write.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "suite/ctest/listing.hpp"

namespace isorun::ctest {

class Order {
 public:
  explicit Order(std::span<const ListedTest> tests);

  // Each test's bundle, empty if none: tests that must share a sandbox are those connected by
  // DEPENDS, and those that set up and clean up one fixture. Tests that merely require a fixture
  // need no bundle: each sandbox sets the fixture up itself.
  [[nodiscard]] std::vector<std::string> bundles() const;

  // These tests (indices), with all tests that must run before or after them in the same sandbox.
  [[nodiscard]] std::set<std::size_t> closure(std::span<const std::size_t> tests) const;

 private:
  using Edges = std::vector<std::vector<std::size_t>>;

  std::span<const ListedTest> tests_;
  Edges together_;  // to tests of the same bundle
  Edges fixtures_;  // to the tests that set up and clean up its fixtures
};

}  // namespace isorun::ctest
