// Suites of many shapes, and what a run of each costs without a history: next to one that knows all
// durations, and to an even division. All of it is computed.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "schedule/schedule.hpp"
#include "simulated_run.hpp"

namespace isorun::cold {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

// How isorun runs tests of a framework.
struct Framework {
  std::string_view name;
  nanoseconds start_up;
  Policy policy;
};

inline const std::vector<Framework>& frameworks() {
  static const std::vector<Framework> all = {
      {"pytest", 300ms, {.keeps_groups = true, .gives_back = true}},
      {"GoogleTest", 10ms, {}},
      {"ctest", 25ms, {}},
      {"list", 8ms, {.max_units = 1}}};
  return all;
}

struct Shape {
  std::string name;
  std::vector<nanoseconds> durations;  // in the order of the listing
  std::size_t tests_per_file = 1;
  nanoseconds imports{};  // of each process, whatever it runs
  std::size_t last_file = std::numeric_limits<std::size_t>::max();  // its first test
};

inline std::vector<nanoseconds> one_long_file(std::size_t file, nanoseconds usual,
                                              nanoseconds late) {
  std::vector<nanoseconds> durations(200, usual);
  std::fill_n(durations.begin() + static_cast<std::ptrdiff_t>(10 * file), 10, late);
  return durations;
}

inline std::vector<nanoseconds> one_long_test(std::size_t test) {
  std::vector<nanoseconds> durations(200, 100ms);
  durations[test] = 2s;
  return durations;
}

inline std::vector<nanoseconds> fast_ones_and_waiting_ones() {
  std::vector<nanoseconds> durations(200, 75ms);
  durations.resize(223, 650ms);
  return durations;
}

inline std::vector<Shape> shapes() {
  return {
      {"all equal: 200 of 100 ms", std::vector<nanoseconds>(200, 100ms), 10},
      {"one long file, first: 10 tests of 500 ms among 200", one_long_file(0, 50ms, 500ms), 10},
      {"one long file, in the middle", one_long_file(9, 50ms, 500ms), 10},
      {"one long file, last", one_long_file(19, 50ms, 500ms), 10},
      {"one long file, last: 100 tests of 50 ms after 19 files of 10",
       std::vector<nanoseconds>(290, 50ms), 10, 0ms, 190},
      {"one long test, first: 2 s among 200 of 100 ms", one_long_test(0)},
      {"one long test, in the middle", one_long_test(99)},
      {"one long test, last", one_long_test(199)},
      {"heavy imports: 20 files of 1 s, imports of 2 s", std::vector<nanoseconds>(20, 1s), 1, 2s},
      {"10,000 tiny tests: 1 ms", std::vector<nanoseconds>(10'000, 1ms), 100},
      {"10,000 tiny tests: 0.1 ms", std::vector<nanoseconds>(10'000, 100us), 100},
      {"waiting tests: 60 of 1 s", std::vector<nanoseconds>(60, 1s)},
      {"waiting tests: 23 of 650 ms after 200 of 75 ms", fast_ones_and_waiting_ones(), 8}};
}

struct Times {
  double cold;
  double warm;
  double even;
  [[nodiscard]] double ratio() const { return cold / std::min(warm, even); }
};

inline double seconds(const Framework& framework, const Shape& shape, std::size_t slots,
                      bool is_known, Distribution distribution) {
  std::vector<std::string> files;
  for (std::size_t unit = 0; unit < shape.durations.size(); ++unit)
    files.push_back(std::to_string(std::min(unit, shape.last_file) / shape.tests_per_file));
  std::vector<Task> tasks(shape.durations.size());
  for (std::size_t unit = 0; unit < tasks.size(); ++unit) {
    tasks[unit] = {.unit = unit, .group = files[unit]};
    if (is_known) tasks[unit].estimate.duration = shape.durations[unit];
  }
  Policy policy = framework.policy;
  policy.slots = slots;
  policy.distribution = distribution;
  policy.start_up = framework.start_up + shape.imports;
  const SimulatedRun run =
      Simulation(Schedule(tasks, policy), shape.durations, policy.start_up).run();
  return std::chrono::duration<double>(run.makespan).count();
}

inline Times times(const Framework& framework, const Shape& shape, std::size_t slots) {
  return {.cold = seconds(framework, shape, slots, false, Distribution::load),
          .warm = seconds(framework, shape, slots, true, Distribution::load),
          .even = seconds(framework, shape, slots, false, Distribution::fixed)};
}

}  // namespace isorun::cold
