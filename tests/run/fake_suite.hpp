// A suite of three units that nothing runs.
#pragma once

#include <chrono>
#include <vector>

#include "suite/suite.hpp"

namespace isorun {

class FakeSuite : public Suite {
 public:
  [[nodiscard]] std::string_view framework() const override { return "fake"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }
  [[nodiscard]] ShardCommand command(std::span<const std::size_t> /*units*/,
                                     std::string_view /*directory*/) const override {
    return {};
  }
  [[nodiscard]] ShardResults results(std::span<const std::size_t> /*units*/,
                                     const Evidence& /*evidence*/) const override {
    return {};
  }

  [[nodiscard]] std::chrono::nanoseconds start_up() const override { return start_up_; }

  void set_start_up(std::chrono::nanoseconds start_up) { start_up_ = start_up; }

 private:
  std::chrono::nanoseconds start_up_{};
  std::vector<Unit> units_ = {{.name = "a", .suite = "s"}, {.name = "b"}, {.name = "c"}};
};

}  // namespace isorun
