// A running command that a test talks with: what it says tells how far it is, without waiting for
// time to pass.
#pragma once

#include <string>

#include "box.hpp"

namespace isorun {

class Conversation {
 public:
  Conversation(Sandbox& sandbox, const Words& argv, unsigned slot = 0);

  // The next line of the command's standard output; "[end]" at its end.
  std::string hear();
  void say(const std::string& line);
  // Closes the command's standard input.
  void hang_up() { input_.reset(); }

  Shard& shard() { return *shard_; }
  // Waits for its end, and returns what it had not said yet and how it ended.
  std::string end();

 private:
  UniqueFd input_;
  UniqueFd output_;
  std::string heard_;
  std::optional<Shard> shard_;
};

}  // namespace isorun
