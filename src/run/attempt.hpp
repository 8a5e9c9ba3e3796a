// One shard, from its start to the evidence that it leaves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <isorun/sandbox.hpp>

#include "base/mapped_file.hpp"
#include "run/clock.hpp"
#include "suite/suite.hpp"

namespace isorun {

class Attempt {
 public:
  // `log` takes standard output and error; it is kept open.
  static Result<Attempt> start(Sandbox& sandbox, const ShardCommand& command, unsigned slot,
                               int input, UniqueFd log, std::chrono::nanoseconds timeout);

  // With a `log` of no file, the output is not isorun's to read.
  static Result<Attempt> start(Sandbox& sandbox, const Command& command, unsigned slot,
                               UniqueFd log, std::chrono::nanoseconds timeout);

  [[nodiscard]] int event_fd() const { return shard_.event_fd(); }
  [[nodiscard]] const Deadline& deadline() const { return deadline_; }
  [[nodiscard]] const Layer& layer() const { return shard_.layer(); }
  [[nodiscard]] int log() const { return log_.get(); }

  // Whether the command has ended.
  bool poll();

  // Asks the command to end, and ends it if it does not within the grace; again: ends it now.
  void stop(Evidence::Stop why);

  // After the end: whether the layer holds memory that the next shard of the slot may need.
  [[nodiscard]] bool holds_much_memory() const;

  // Acts on a deadline that has passed.
  void keep_time();

  // After the end. The evidence refers to this object.
  Evidence evidence();

 private:
  Attempt(Shard shard, UniqueFd log, std::string results_directory,
          std::chrono::nanoseconds timeout);

  [[nodiscard]] std::optional<std::string> result_file(std::string_view name) const;
  [[nodiscard]] std::optional<Reason> find_hint() const;

  Shard shard_;
  UniqueFd log_;
  MappedFile log_content_;
  std::string results_directory_;
  Deadline deadline_;
  Evidence::Stop stop_ = Evidence::Stop::none;
  std::uint64_t oom_kills_before_ = 0;
  std::optional<Ending> ending_;
};

// NAME=VALUE of the caller with the changes that the command asks for.
std::vector<std::string> shard_environment(const ShardCommand& command, unsigned slot);

}  // namespace isorun
