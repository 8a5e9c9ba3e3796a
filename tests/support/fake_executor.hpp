// Executes nothing: a test decides when and how each command ends.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/eventfd.h>

#include "run/executor.hpp"

namespace isorun {

class FakeExecution final : public Execution {
 public:
  using OnSignal = std::function<void(FakeExecution& execution, int number)>;
  explicit FakeExecution(OnSignal on_signal) : on_signal_(std::move(on_signal)) {}

  void end(const Ending& ending) {
    ending_ = ending;
    ::eventfd_write(event_.get(), 1);
  }
  void exit(int code) { end({.how = Ending::How::exited, .code = code, .error = {}}); }
  void die_by(int number) { end({.how = Ending::How::signaled, .code = number, .error = {}}); }
  void set_progress(Shard::Progress progress) { progress_ = progress; }
  void set_layer(Layer layer) { layer_ = std::move(layer); }

  [[nodiscard]] int event_fd() const override { return event_.get(); }
  std::optional<Ending> poll() override { return ending_; }
  [[nodiscard]] Shard::Progress progress() const override { return progress_; }
  void announce(unsigned /*service*/) override {}
  void signal(int number) override { on_signal_(*this, number); }
  void open_layer() override {}
  std::optional<Trace> take_trace() override { return std::nullopt; }
  [[nodiscard]] const Layer& layer() const override { return layer_; }

 private:
  OnSignal on_signal_;
  UniqueFd event_{::eventfd(0, EFD_CLOEXEC)};
  std::optional<Ending> ending_;
  Shard::Progress progress_ = Shard::Progress::running;
  Layer layer_;
};

class FakeExecutor final : public Executor {
 public:
  // Commands end at once, and those that do not end when they get a signal.
  std::function<Result<void>(FakeExecution& execution, const Command& command)> on_start =
      [](FakeExecution& execution, const Command& /*command*/) {
        execution.exit(0);
        return Result<void>();
      };
  FakeExecution::OnSignal on_signal = [](FakeExecution& execution, int number) {
    execution.die_by(number);
  };

  struct Started {
    std::vector<std::string> argv;
    unsigned slot = 0;
    bool operator==(const Started&) const = default;
  };
  std::vector<Started> started;
  std::vector<int> signals;  // that commands got

  Result<std::unique_ptr<Execution>> start(const Command& command, unsigned slot) override {
    auto execution = std::make_unique<FakeExecution>([this](FakeExecution& signaled, int number) {
      signals.push_back(number);
      on_signal(signaled, number);
    });
    started.push_back({command.argv, slot});
    if (Result<void> done = on_start(*execution, command); !done)
      return std::unexpected(done.error());
    return execution;
  }
  [[nodiscard]] const std::string& results_directory() const override { return directory_; }

 private:
  std::string directory_ = "/results";
};

}  // namespace isorun
