// A thread for work that would delay the event loop: judging shards, or reading layers and merging.
// Runs tasks in order.
//
// Its tasks start processes only by code that makes system calls between clone and exec, so that a
// program with this thread may still start shards.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <thread>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "base/interruption.hpp"

namespace isorun {

class Worker {
 public:
  Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  // Interrupts the remaining tasks and waits.
  ~Worker();

  // After the task has ended, release() destroys `keeps` in the caller's thread. What a task writes
  // may be read once pending() no longer counts it. Each task is work of its own to
  // was_interrupted().
  void add(std::function<void()> task, std::shared_ptr<void> keeps = nullptr);

  // Readable when a task has ended, until release().
  [[nodiscard]] int event_fd() const { return event_.get(); }
  void release();

  // The number of tasks that have not ended.
  [[nodiscard]] std::size_t pending();

  // The first exception of a task: what it should have done is missing.
  [[nodiscard]] std::optional<Error> error();

  // Makes the current and all later tasks end early.
  void interrupt() { interruption_.request(); }

 private:
  struct Task {
    std::function<void()> run;
    std::shared_ptr<void> keeps;
  };
  void run();
  std::optional<Error> run(const Task& task);

  UniqueFd event_;
  Interruption interruption_;
  std::mutex mutex_;  // guards everything below
  std::condition_variable changed_;
  std::queue<Task> tasks_;  // the first is running
  std::vector<std::shared_ptr<void>> ended_;
  std::optional<Error> error_;
  bool is_over_ = false;
  std::thread thread_;  // started by the first task
};

}  // namespace isorun
