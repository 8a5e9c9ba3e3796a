// Where commands run. Attempts and the loop know nothing else about it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <isorun/sandbox.hpp>

namespace isorun {

// A command that was started. Each function is that of Shard.
class Execution {
 public:
  Execution() = default;
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;
  // Kills the command if it has not ended.
  virtual ~Execution() = default;

  [[nodiscard]] virtual int event_fd() const = 0;
  virtual std::optional<Ending> poll() = 0;
  [[nodiscard]] virtual Shard::Progress progress() const = 0;
  virtual void announce(unsigned service) = 0;
  virtual void signal(int number) = 0;
  virtual void open_layer() = 0;
  virtual std::optional<Trace> take_trace() = 0;
  [[nodiscard]] virtual const Layer& layer() const = 0;
};

// Each function is that of Sandbox.
class Executor {
 public:
  Executor() = default;
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
  virtual ~Executor() = default;

  virtual Result<std::unique_ptr<Execution>> start(const Command& command, unsigned slot) = 0;
  [[nodiscard]] virtual const std::string& results_directory() const = 0;
};

// Runs commands in sandboxes of this machine.
class LocalExecutor final : public Executor {
 public:
  // `sandbox` is borrowed.
  explicit LocalExecutor(Sandbox& sandbox) : sandbox_(sandbox) {}

  Result<std::unique_ptr<Execution>> start(const Command& command, unsigned slot) override;
  [[nodiscard]] const std::string& results_directory() const override {
    return sandbox_.results_directory();
  }

 private:
  Sandbox& sandbox_;
};

}  // namespace isorun
