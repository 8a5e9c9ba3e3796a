// How long the system takes for its work. Each test has a share of time, and the system's parts
// spend it.
#pragma once

#include <atomic>
#include <chrono>

namespace legacy {

class Latency {
 public:
  static Latency& get();

  void begin(std::chrono::microseconds share);
  void work(double part);  // spends this part (0 to 1) of what is left; callable from any thread
  void finish() { work(1); }

 private:
  std::atomic<std::chrono::microseconds> left_{};
};

}  // namespace legacy
