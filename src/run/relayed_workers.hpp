// Commands that a shard has run beside it, each in a sandbox of its own: pytest-xdist's workers.
// Where a suite has workers(), one shard (its controller) asks for them on the control socket:
//
//   while (... || !workers.empty()) {
//     workers.add_sources(sources), and workers.deadline() with the other deadlines
//     ... ppoll ...
//     if (Result<void> handled = workers.handle(); !handled) ...
//     for (RelayedWorkers::Ended& worker : workers.take_ended()) ...
//   }
//
// A worker ends by itself, or when the one who asked for it is gone: the controller's own end is
// enough to end them all.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <poll.h>
#include <string>
#include <vector>

#include <isorun/sandbox.hpp>

#include "run/attempt.hpp"
#include "run/clock.hpp"
#include "run/control_socket.hpp"

namespace isorun {

class RelayedWorkers {
 public:
  struct Ended {
    std::size_t index = 0;  // of its shard, counted in the order of starting
    std::size_t slot = 0;
    std::unique_ptr<Attempt> attempt;
  };

  // `first_index` is the first worker's shard index.
  RelayedWorkers(Sandbox sandbox, ControlSocket socket, std::size_t first_index)
      : sandbox_(std::move(sandbox)), socket_(std::move(socket)), next_index_(first_index) {}

  // NAME=VALUE that tells the controller where to ask.
  [[nodiscard]] std::string variable() const;

  void add_sources(std::vector<pollfd>& sources) const;
  [[nodiscard]] Deadline deadline() const;
  [[nodiscard]] bool empty() const { return active_.empty() && ended_.empty(); }

  // Does whatever there is to do, without blocking. Errors: a sandbox that could not be made.
  Result<void> handle();

  std::vector<Ended> take_ended() { return std::move(ended_); }

 private:
  struct Active {
    RelayConnection connection;
    Ended worker;
  };

  Result<void> start(RelayConnection connection, RelayedCommand command);
  [[nodiscard]] std::size_t free_slot() const;

  Sandbox sandbox_;
  ControlSocket socket_;
  std::vector<RelayConnection> asking_;
  std::vector<Active> active_;
  std::vector<Ended> ended_;
  std::size_t next_index_;
};

}  // namespace isorun
