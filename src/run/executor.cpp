#include "run/executor.hpp"

#include <utility>

namespace isorun {
namespace {

class LocalExecution final : public Execution {
 public:
  explicit LocalExecution(Shard shard) : shard_(std::move(shard)) {}

  [[nodiscard]] int event_fd() const override { return shard_.event_fd(); }
  std::optional<Ending> poll() override { return shard_.poll(); }
  [[nodiscard]] Shard::Progress progress() const override { return shard_.progress(); }
  void announce(unsigned service) override { shard_.announce(service); }
  void signal(int number) override { shard_.signal(number); }
  void open_layer() override { shard_.open_layer(); }
  std::optional<Trace> take_trace() override { return shard_.take_trace(); }
  [[nodiscard]] const Layer& layer() const override { return shard_.layer(); }

 private:
  Shard shard_;
};

}  // namespace

Result<std::unique_ptr<Execution>> LocalExecutor::start(const Command& command, unsigned slot) {
  Result<Shard> shard = sandbox_.start(command, slot);
  if (!shard) return std::unexpected(shard.error());
  return std::make_unique<LocalExecution>(std::move(*shard));
}

}  // namespace isorun
