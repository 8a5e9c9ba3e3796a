// A connection to a Redis server. Its calls block, so only the thread of machine.hpp makes them.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "queue/queue_address.hpp"

namespace isorun {

// Redis answers our script with an array of texts and numbers, here as texts.
using Reply = std::vector<std::string>;

class Connection {
 public:
  // Logs in and selects the database. No step takes longer than `patience`, except for looking up
  // the host's name. `socket` shows the file descriptor while there is one, so that another
  // thread can shut it down. Errors: Phase::run, without the password.
  static Result<Connection> open(const QueueAddress& address, std::chrono::milliseconds patience,
                                 std::atomic<int>& socket);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // Sends a command and waits for its answer. After an error, open another connection.
  Result<Reply> call(std::span<const std::string> words);

 private:
  struct Transport;
  explicit Connection(std::unique_ptr<Transport> transport);

  std::unique_ptr<Transport> transport_;
};

}  // namespace isorun
