// A suite that nothing runs.
#pragma once

#include <chrono>
#include <utility>
#include <vector>

#include "suite/suite.hpp"

namespace isorun {

class FakeSuite : public Suite {
 public:
  explicit FakeSuite(std::vector<Unit> units) : units_(std::move(units)) {}

  [[nodiscard]] std::string_view framework() const override { return "fake"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }
  [[nodiscard]] ShardLimits limits() const override { return limits_; }
  [[nodiscard]] std::chrono::nanoseconds start_up() const override { return start_up_; }
  [[nodiscard]] ShardCommand command(std::span<const std::size_t> /*units*/,
                                     std::string_view /*directory*/) const override {
    return {};
  }
  [[nodiscard]] ShardResults results(std::span<const std::size_t> /*units*/,
                                     const Evidence& /*evidence*/) const override {
    return {};
  }

  void set_limits(const ShardLimits& limits) { limits_ = limits; }
  void set_start_up(std::chrono::nanoseconds start_up) { start_up_ = start_up; }

 private:
  std::vector<Unit> units_;
  ShardLimits limits_{};
  std::chrono::nanoseconds start_up_{};
};

}  // namespace isorun
