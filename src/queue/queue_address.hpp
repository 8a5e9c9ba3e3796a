// Where machines meet: a key of a Redis server.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <isorun/error.hpp>

namespace isorun {

struct QueueAddress {
  std::string host = {};  // a name, or an address without brackets
  std::string port = "6379";
  std::string key = {};       // names the run
  std::string user = {};      // empty: the default user
  std::string password = {};  // empty: none
  unsigned database = 0;
  bool is_encrypted = false;
  // A machine that Redis has not heard from for so long is given up.
  std::chrono::milliseconds lease = std::chrono::seconds(30);

  // Names it in messages, without user and password.
  [[nodiscard]] std::string name() const;
};

// redis[s]://[[USER]:PASSWORD@]HOST[:PORT]/KEY[?db=N][&lease=TIME]. Errors: Phase::usage, without
// the password.
Result<QueueAddress> parse_queue_address(std::string_view url);

// Replaces the password in a URL such as this, or in an option with it, by as many `x`. Other words
// stay as they are.
void hide_password(char* word);

}  // namespace isorun
