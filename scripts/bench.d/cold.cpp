#include "cold.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "schedule/schedule.hpp"
#include "simulated_run.hpp"

namespace {

using namespace std::chrono_literals;
using isorun::Distribution;
using isorun::Policy;
using isorun::Schedule;
using isorun::SimulatedRun;
using isorun::Simulation;
using isorun::Task;
using std::chrono::nanoseconds;

// How isorun runs tests of a framework.
struct Framework {
  std::string_view name;
  nanoseconds start_up;
  Policy policy;
};

const std::vector<Framework>& frameworks() {
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

std::vector<nanoseconds> one_long_file(std::size_t file, nanoseconds usual, nanoseconds late) {
  std::vector<nanoseconds> durations(200, usual);
  std::fill_n(durations.begin() + static_cast<std::ptrdiff_t>(10 * file), 10, late);
  return durations;
}

std::vector<nanoseconds> one_long_test(std::size_t test) {
  std::vector<nanoseconds> durations(200, 100ms);
  durations[test] = 2s;
  return durations;
}

std::vector<nanoseconds> fast_ones_and_waiting_ones() {
  std::vector<nanoseconds> durations(200, 75ms);
  durations.resize(223, 650ms);
  return durations;
}

std::vector<Shape> shapes() {
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

double seconds(const Framework& framework, const Shape& shape, std::size_t slots, bool is_known,
               Distribution distribution) {
  std::vector<std::string> files;
  for (std::size_t unit = 0; unit < shape.durations.size(); ++unit)
    files.push_back(fmt::format("{}", std::min(unit, shape.last_file) / shape.tests_per_file));
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

}  // namespace

void print_cold_runs() {
  for (const std::size_t slots : {4UL, 16UL}) {
    fmt::print("\n{:<62}{:>9}{:>9}{:>9}{:>8}\n",
               fmt::format("without a history, simulated on {} slots", slots), "cold", "warm",
               "static", "ratio");
    for (const Shape& shape : shapes()) {
      fmt::print("{}\n", shape.name);
      for (const Framework& framework : frameworks()) {
        const double cold = seconds(framework, shape, slots, false, Distribution::load);
        const double warm = seconds(framework, shape, slots, true, Distribution::load);
        const double even = seconds(framework, shape, slots, false, Distribution::fixed);
        fmt::print("  {:<58}{:>8.2f}s{:>8.2f}s{:>8.2f}s{:>8.2f}\n", framework.name, cold, warm,
                   even, cold / std::min(warm, even));
      }
    }
  }
}
