#include "run/worker.hpp"

#include <cstdint>
#include <unistd.h>
#include <utility>

#include <sys/eventfd.h>

namespace isorun {

Worker::Worker() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Worker::~Worker() {
  if (!thread_.joinable()) return;
  interrupt();
  {
    const std::scoped_lock lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Worker::add(std::function<void()> task, std::shared_ptr<void> keeps) {
  {
    const std::scoped_lock lock(mutex_);
    tasks_.push({std::move(task), std::move(keeps)});
  }
  changed_.notify_one();
  // Inherits the caller's signal mask: signals go to the event loop.
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
}

void Worker::run() {
  const Interruptible work(interruption_);
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_over_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    // stays valid: only this thread removes tasks, and push() does not move them
    Task& task = tasks_.front();
    lock.unlock();
    task.run();
    lock.lock();
    ended_.push_back(std::move(task.keeps));
    tasks_.pop();
    const std::uint64_t one = 1;
    static_cast<void>(::write(event_.get(), &one, sizeof one));
  }
}

void Worker::release() {
  std::uint64_t count = 0;
  static_cast<void>(::read(event_.get(), &count, sizeof count));
  std::vector<std::shared_ptr<void>> ended;
  const std::scoped_lock lock(mutex_);
  ended.swap(ended_);
}

std::size_t Worker::pending() {
  const std::scoped_lock lock(mutex_);
  return tasks_.size();
}

}  // namespace isorun
