#include "cold.hpp"

#include <fmt/format.h>

#include "cold_shapes.hpp"

void print_cold_runs() {
  using namespace isorun::cold;
  for (const std::size_t slots : {4UL, 16UL}) {
    fmt::print("\n{:<62}{:>9}{:>9}{:>9}{:>8}\n",
               fmt::format("without a history, simulated on {} slots", slots), "cold", "warm",
               "static", "ratio");
    for (const Shape& shape : shapes()) {
      fmt::print("{}\n", shape.name);
      for (const Framework& framework : frameworks()) {
        const Times time = times(framework, shape, slots);
        fmt::print("  {:<58}{:>8.2f}s{:>8.2f}s{:>8.2f}s{:>8.2f}\n", framework.name, time.cold,
                   time.warm, time.even, time.ratio());
      }
    }
  }
}
