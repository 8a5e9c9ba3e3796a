#include "run/worker.hpp"

#include <cerrno>
#include <cstdint>
#include <exception>
#include <new>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
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
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_over_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    // stays valid: only this thread removes tasks, and push() does not move them
    Task& task = tasks_.front();
    lock.unlock();
    std::optional<Error> error = run(task);
    lock.lock();
    if (!error_) error_ = std::move(error);
    ended_.push_back(std::move(task.keeps));
    tasks_.pop();
    const std::uint64_t one = 1;
    static_cast<void>(::write(event_.get(), &one, sizeof one));
  }
}

// An exception that leaves a thread would end the program.
std::optional<Error> Worker::run(const Task& task) {
  const Interruptible work(interruption_);
  try {
    task.run();
    return std::nullopt;
  } catch (const std::bad_alloc&) {
    return Error{Phase::report, ENOMEM, "reading what a shard left"};
  } catch (const std::exception& error) {
    return Error{Phase::report, 0, fmt::format("reading what a shard left: {}", error.what())};
  }
}

void Worker::release() {
  std::uint64_t count = 0;
  static_cast<void>(::read(event_.get(), &count, sizeof count));
  std::vector<std::shared_ptr<void>> ended;
  const std::scoped_lock lock(mutex_);
  ended.swap(ended_);
}

std::optional<Error> Worker::error() {
  const std::scoped_lock lock(mutex_);
  return error_;
}

std::size_t Worker::pending() {
  const std::scoped_lock lock(mutex_);
  return tasks_.size();
}

}  // namespace isorun
