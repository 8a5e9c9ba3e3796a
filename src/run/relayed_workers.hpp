// Commands that a shard requests, each in a sandbox of its own: pytest-xdist's workers. If a suite
// has workers, its one shard (the controller) requests them on the control socket:
//
//   while (... || !workers.empty()) {
//     workers.add_to(wakeups);
//     ... wakeups.wait() ...
//     if (Result<void> handled = workers.handle(); !handled) ...
//     for (RelayedWorkers::Ended& worker : workers.take_ended()) ...
//   }
//
// A worker ends by itself, or when its client is gone: the end of the controller ends them all.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <isorun/sandbox.hpp>

#include "base/wakeups.hpp"
#include "run/attempt.hpp"
#include "run/control_socket.hpp"

namespace isorun {

class RelayedWorkers {
 public:
  struct Ended {
    std::size_t index = 0;  // of its shard, in starting order
    std::size_t slot = 0;
    std::unique_ptr<Attempt> attempt;
  };

  // What the workers see.
  struct View {
    Sandbox sandbox;
    std::vector<unsigned> setups;  // as Command::setups
  };

  // `first_index` is the first worker's shard index.
  RelayedWorkers(View view, ControlSocket socket, std::size_t first_index)
      : view_(std::move(view)), socket_(std::move(socket)), next_index_(first_index) {}

  // The variable NAME=VALUE that names the socket to the controller.
  [[nodiscard]] std::string variable() const;

  // When to call handle().
  void add_to(Wakeups& wakeups) const;
  [[nodiscard]] bool empty() const { return active_.empty() && ended_.empty(); }

  // Opens the services of a worker's shard.
  using OpenServices = std::function<Result<ShardServices>(std::size_t index)>;

  // Handles pending events without blocking. Errors: a sandbox could not be set up.
  Result<void> handle(const OpenServices& open_services);

  std::vector<Ended> take_ended() { return std::move(ended_); }

 private:
  struct Active {
    RelayConnection connection;
    Ended worker;
  };

  Result<void> start(RelayConnection connection, RelayedCommand command,
                     const OpenServices& open_services);
  [[nodiscard]] std::size_t free_slot() const;

  View view_;
  ControlSocket socket_;
  std::vector<RelayConnection> asking_;
  std::vector<Active> active_;
  std::vector<Ended> ended_;
  std::size_t next_index_;
};

}  // namespace isorun
