#include "app/latency.hpp"

#include <thread>

namespace legacy {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::steady_clock;

Latency& Latency::get() {
  static Latency latency;
  return latency;
}

void Latency::begin(microseconds share) {
  left_ = share;
}

void Latency::work(double part) {
  const microseconds left = left_;
  if (left <= microseconds::zero()) return;
  const steady_clock::time_point start = steady_clock::now();
  std::this_thread::sleep_for(left * part);
  // A sleep that lasted too long is paid for by the next one, so a test takes its share and no
  // more.
  left_ = left - duration_cast<microseconds>(steady_clock::now() - start);
}

}  // namespace legacy
