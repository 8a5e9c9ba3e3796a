// How near the schedule comes to what no schedule can beat: 2,000 units whose durations are
// log-normal, simulated on 4 slots with a start-up of 5 ms a job; how long deciding takes; and what
// a run without a history costs (cold.hpp). All of it is computed, so one round is as good as many.
#include "schedule/schedule.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "cold.hpp"
#include "schedule/slice.hpp"
#include "simulated_run.hpp"

namespace {

using namespace std::chrono_literals;
using isorun::Schedule;
using isorun::SimulatedRun;
using isorun::Simulation;
using isorun::Task;
using std::chrono::nanoseconds;

constexpr std::size_t slots = 4;
constexpr nanoseconds start_up = 5ms;

using Durations = std::vector<nanoseconds>;

// Not std::normal_distribution: its numbers differ between libraries.
double normal(std::mt19937_64& random) {
  const auto uniform = [&random] { return (static_cast<double>(random() >> 11) + 1) / 0x1p53; };
  return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform());
}

// A median of 20 ms, and one unit in a hundred above 650 ms.
Durations durations_of(std::size_t count) {
  std::mt19937_64 random(1);
  Durations durations(count);
  for (nanoseconds& duration : durations)
    duration = nanoseconds(std::llround(20e6 * std::exp(1.5 * normal(random))));
  return durations;
}

std::vector<Task> tasks_of(std::size_t count) {
  std::vector<Task> tasks(count);
  for (std::size_t unit = 0; unit < count; ++unit) tasks[unit].unit = unit;
  return tasks;
}

void row(std::string_view what, const std::vector<Task>& tasks, const Durations& durations,
         isorun::Distribution distribution = isorun::Distribution::load) {
  const SimulatedRun simulated =
      Simulation(
          Schedule(tasks, {.slots = slots, .distribution = distribution, .start_up = start_up}),
          durations, start_up)
          .run();
  const auto ratio = static_cast<double>(simulated.makespan.count()) /
                     static_cast<double>(isorun::bound(durations, slots).count());
  fmt::print("{:46} {:10} jobs {:20.3f}\n", what, simulated.jobs, ratio);
}

void time_row(std::string_view what, const std::vector<Task>& tasks, std::size_t max_units) {
  const Durations durations(tasks.size());
  const auto begin = std::chrono::steady_clock::now();
  const SimulatedRun simulated =
      Simulation(Schedule(tasks, {.slots = slots, .start_up = start_up, .max_units = max_units}),
                 durations, start_up)
          .run();
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  fmt::print("{:46} {:10} jobs {:17.3f} s\n", what, simulated.jobs, spent.count());
}

// The machine with the most work, each with one slot, when slices are cut by `known`.
void slices_row(std::string_view what, const Durations& durations, std::size_t machines,
                const isorun::KnownDurations& known) {
  const std::vector<Task> tasks = tasks_of(durations.size());
  nanoseconds longest{};
  for (const std::vector<std::size_t>& slice : isorun::cut_slices(tasks, false, machines, known)) {
    nanoseconds sum{};
    for (const std::size_t task : slice) sum += durations[task];
    longest = std::max(longest, sum);
  }
  const auto ratio = static_cast<double>(longest.count()) /
                     static_cast<double>(isorun::bound(durations, machines).count());
  fmt::print("{:46} {:10} machines {:16.3f}\n", what, machines, ratio);
}

void slices_rows(std::size_t machines) {
  const Durations durations = durations_of(50'000);
  std::mt19937_64 random(3);
  isorun::KnownDurations known(durations.begin(), durations.end());
  slices_row("50,000 units in slices, durations unknown", durations, machines, {});
  slices_row("50,000 units in slices, durations known", durations, machines, known);
  for (std::optional<nanoseconds>& duration : known)
    duration = *duration * (80 + static_cast<int>(random() % 41)) / 100;
  slices_row("50,000 units in slices, up to 20 % off", durations, machines, known);
}

}  // namespace

int main() {
  const Durations durations = durations_of(2000);
  fmt::print("{:46} {:>15} {:>20}\n", "the schedule, simulated on 4 slots", "", "time / bound");
  std::vector<Task> tasks = tasks_of(durations.size());
  row("no history", tasks, durations);
  for (std::size_t unit = 0; unit < tasks.size(); ++unit)
    tasks[unit].estimate.duration = durations[unit];
  row("durations known", tasks, durations);
  row("durations known, --dist static", tasks, durations, isorun::Distribution::fixed);
  std::mt19937_64 random(2);
  for (std::size_t unit = 0; unit < tasks.size(); ++unit)
    tasks[unit].estimate.duration = durations[unit] * (80 + static_cast<int>(random() % 41)) / 100;
  row("durations up to 20 % off", tasks, durations);
  std::vector<Task> many = tasks_of(50'000);
  for (Task& task : many) task.estimate.duration = 1ms * (1 + random() % 100);
  time_row("50,000 units", many, 50'000);
  time_row("50,000 units, each a job", many, 1);
  for (std::size_t unit = 0; unit < many.size(); ++unit)
    many[unit].needs.locks = {"common", fmt::format("{}", unit)};
  time_row("50,000 units that all share a lock", many, 1);
  for (const std::size_t machines : {2U, 16U, 128U, 1000U}) slices_rows(machines);
  print_cold_runs();
}
