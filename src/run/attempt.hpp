// One shard, from its start to the evidence that it leaves.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <isorun/sandbox.hpp>

#include "run/clock.hpp"
#include "run/shard_output.hpp"
#include "suite/suite.hpp"

namespace isorun {

class Attempt {
 public:
  // `output`, which is open, takes standard output and error; whoever waits for it pumps it.
  static Result<Attempt> start(Sandbox& sandbox, const ShardCommand& command, unsigned slot,
                               int input, std::unique_ptr<ShardOutput> output,
                               std::chrono::nanoseconds timeout);

  // What the command writes is not isorun's to read.
  static Result<Attempt> start(Sandbox& sandbox, const Command& command, unsigned slot);

  [[nodiscard]] int event_fd() const { return shard_.event_fd(); }
  [[nodiscard]] Deadline deadline() const;
  [[nodiscard]] const Layer& layer() const { return shard_.layer(); }
  [[nodiscard]] const ShardOutput* output() const { return output_.get(); }

  // Whether the command has ended, and what it wrote is ready to be read.
  bool poll();

  // Whether the command, which may still run, has left one of these files in the results directory.
  // The first call only makes a later one possible.
  bool has_left(const std::vector<std::string>& names);

  // Asks the command to end, and ends it if it does not within the grace; again: ends it now.
  void stop(Evidence::Stop why);

  // After the end: whether the layer holds memory that the next shard of the slot may need.
  [[nodiscard]] bool holds_much_memory() const;

  // Acts on a deadline that has passed.
  void keep_time();

  // After the end. The evidence refers to this object.
  Evidence evidence();

 private:
  Attempt(Shard shard, std::unique_ptr<ShardOutput> output, std::string results_directory,
          std::chrono::nanoseconds timeout);

  [[nodiscard]] std::optional<std::string> result_file(std::string_view name) const;
  [[nodiscard]] std::optional<Reason> find_hint(std::string_view log) const;

  Shard shard_;
  std::unique_ptr<ShardOutput> output_;
  std::string results_directory_;
  Deadline deadline_;
  Evidence::Stop stop_ = Evidence::Stop::none;
  std::uint64_t oom_kills_before_ = 0;
  std::optional<Ending> ending_;
  bool is_layer_open_ = false;
};

// NAME=VALUE of the caller with the changes that the command asks for.
std::vector<std::string> shard_environment(const ShardCommand& command, unsigned slot);

}  // namespace isorun
