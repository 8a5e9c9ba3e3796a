// A thread beside the event loop for what would keep that from its signals and timers: reading
// layers, and merging. One task after another, in the order that they came in.
//
// It clones nothing that runs more of the program than system calls, so that a program with it may
// still start shards.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

#include <isorun/unique_fd.hpp>

#include "base/interruption.hpp"

namespace isorun {

class Worker {
 public:
  Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  // Interrupts what is left, and waits for its end.
  ~Worker();

  // `keeps` is destroyed by release(), once the task has ended: in the caller's thread. What a task
  // writes may be read once has_ended() counts it.
  void add(std::function<void()> task, std::shared_ptr<void> keeps = nullptr);

  // Readable when a task has ended, until release().
  [[nodiscard]] int event_fd() const { return event_.get(); }
  void release();

  // How many tasks have not ended.
  [[nodiscard]] std::size_t pending();

  // The present task and those that follow end as soon as they look.
  void interrupt() { interruption_.request(); }

 private:
  struct Task {
    std::function<void()> run;
    std::shared_ptr<void> keeps;
  };
  void run();

  UniqueFd event_;
  Interruption interruption_;
  std::mutex mutex_;  // for all below
  std::condition_variable changed_;
  std::queue<Task> tasks_;  // the first is at work
  std::vector<std::shared_ptr<void>> ended_;
  bool is_over_ = false;
  std::thread thread_;  // started with the first task
};

}  // namespace isorun
