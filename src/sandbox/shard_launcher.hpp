// Starts and ends the run's shards. Part of the stage: system calls only.
#pragma once

#include <cstdint>

#include "sandbox/region.hpp"
#include "sandbox/slot_networks.hpp"
#include "sandbox/stage.hpp"
#include "sandbox/stage_socket.hpp"
#include "sandbox/steps.hpp"

namespace isorun {

// Settings of isorun's caller, restored for commands.
struct CallerState {
  unsigned file_mode_mask = 0;  // umask(2)
  long group = 0;               // the process group
};

class ShardLauncher {
 public:
  // All are borrowed. The scene must be set up before the first shard starts; `is_alive` becomes 0
  // when the stage ends.
  ShardLauncher(const StageOrders& orders, const Scene& scene, const int& is_alive)
      : orders_(orders), scene_(scene), is_alive_(is_alive) {}

  // Reads the command that follows the request and starts it. Failures are reported on the shard's
  // channel. Returns false if the launcher is gone or violates the protocol.
  bool start(const StageRequest& request, const stage_socket::Descriptors& descriptors,
             const CallerState& caller);

  // A stopped pid 1 would not read orders.
  void wake(std::uint64_t shard) const;

  // Kills running shards and waits for them.
  void end_all() const;

 private:
  void launch(Region& region, const CallerState& caller);
  bool read_command(Region& region, const StageRequest& request, const CallerState& caller);
  [[nodiscard]] bool is_in_use(unsigned slot) const;

  const StageOrders& orders_;
  const Scene& scene_;
  const int& is_alive_;
  Regions regions_;
  SlotNetworks networks_;
};

}  // namespace isorun
